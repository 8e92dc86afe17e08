"""Patterns and words of names that both the list of names and a name's parts need."""

from __future__ import annotations

import re

from arxtui.lazy_pattern import lazy_pattern

TEAM_SIGN = ":"
"""The item after a team in arXiv's lists of authors: `BigScience Workshop, :, Jane Doe`."""
OTHERS = "others"
"""The last item of a list that was cut: BibTeX's word for `et al.`."""
EDGES = " ,;:*?+|†‡§¶∗⋆"
"""Signs around a name that are not part of it."""
LONGEST_TEAM = 200
"""Characters of a team's name that may hold an `and`; real names have up to 110."""
ET_AL = lazy_pattern(
    r"(?:\band )?\bet\.? ?al(?:ii|ia)?\b\.?(?! ?[-\w])|\band others\b"
    r"|(?<![^\s,;])(?:\.{3}|…)(?![^\s,;])",
    re.IGNORECASE,
)
TEAM = lazy_pattern(
    r"\b(?:collaborations?|consortium|team|group|initiative|network|project|committee"
    r"|contributors|community|corporation|laborator(?:y|ies)|cent(?:er|re)|foundation|institute"
    r"|university|alliance|society|organi[sz]ers?|participants|investigators|association|agency"
    r"|department|council)\b",
    re.IGNORECASE,
)
CERTAIN_TEAM = lazy_pattern(r"\b(?:collaborations?|consortium|team)\b", re.IGNORECASE)
SUFFIX = lazy_pattern(r"[JS]r\.?|[js]r\.?|[JS]nr\.?|III?|IV|VI{1,3}|Iii|2nd|3rd|[4-9]th|2ND|3RD")
DEGREE = (
    r"(?:Ph\.?\s?D\.?|M\.\s?D\.?|MD|M\.\s?Sc\.?|MSc\.?|B\.\s?Sc\.?|BSc\.?|D\.\s?Sc\.?"
    r"|Sc\.\s?D\.?|D\.?\s?Phil\.?|M\.\s?P\.\s?H\.?|MPH|M\.\s?B\.\s?A\.?|MBA|M\.?Eng\.?"
    r"|M\.?Tech\.?|B\.?Tech\.?|Dr\.-Ing\.?|MBBS|FRCR|FRCS|FACS|FRCP|DDS|DMD|DVM|Esq\.?|IEEE"
    r"|(?:(?:Student|Senior|Life|Graduate Student)\s)?(?:Member|Fellow)(?:[\s,]+IEEE)?)"
)
DEGREES = lazy_pattern(rf"(?:{DEGREE}|[MB]\.\s?S\.?)(?:[\s,]+{DEGREE})*")
"""An item that is a degree; `M. S.` is one only there, behind a name it is initials."""
