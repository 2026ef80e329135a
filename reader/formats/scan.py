"""Looking for a sign in a very long text without holding every other thread up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

_PIECE = 1_000_000
_OVERLAP = 400


def holds(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether ``pattern`` (of at most 400 characters) occurs in ``text``.

    One search over a book of 50 MB would keep Python to itself for half a second; between the pieces others run.
    """
    starts = range(0, len(text), _PIECE)
    return any(pattern.search(text, max(start - _OVERLAP, 0), start + _PIECE) for start in starts)
