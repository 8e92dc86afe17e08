"""TeX as people write it in titles and abstracts, read as Unicode.

read() works on the text by place, reads every character once and never fails: TeX that it
cannot read stays as it was. export/ uses the scanner for its way back to LaTeX.
"""

from __future__ import annotations

from arxtui.tex.to_unicode import raised, read

__all__ = ["raised", "read"]
