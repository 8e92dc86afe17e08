"""TeX in titles and abstracts, as people write it, turned into Unicode.

The reader reads every character once and never fails: TeX that it cannot read is not changed.
export/ uses the scanner to write LaTeX.
"""

from __future__ import annotations

from arxtui.tex.to_unicode import raised, read

__all__ = ["raised", "read"]
