"""What is shown when vowel signs are hidden, as a map over the stored text and never as another text.

Three states, as readers of vocalised Arabic and pointed Hebrew know them: all signs; vowel signs without Quranic signs
or cantillation; letters only. Maqaf, paseq and sof pasuq stay, and so does the hamza that is part of a letter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum

from reader.text.classes import (
    ARABIC_VOWELS,
    HEBREW_CANTILLATION,
    HEBREW_POINTS,
    QURANIC_SIGNS,
    SMALL_LETTERS,
    SYRIAC_MARKS,
)


class Signs(StrEnum):
    """How much is shown above and below the letters."""

    ALL = "all"
    VOWELS = "vowels"
    LETTERS = "letters"


_READING = QURANIC_SIGNS + SMALL_LETTERS + HEBREW_CANTILLATION
_HIDDEN = {
    Signs.VOWELS: re.compile(f"[{_READING}]+"),
    # A madda right after its alef is a letter written apart (آ in normalisation form D).
    Signs.LETTERS: re.compile(
        f"(?:(?!(?<=\u0627)\u0653)[{_READING}{ARABIC_VOWELS}{HEBREW_POINTS}{SYRIAC_MARKS}])+"
    ),
}  # fmt: skip


def shown(text: str, signs: Signs) -> Shown:
    """Return what ``text`` looks like with ``signs``; for ALL that is ``text`` itself, at no cost."""
    pattern = _HIDDEN.get(signs)
    runs = [match.span() for match in pattern.finditer(text)] if pattern else []
    return Shown(text, runs)


class Shown:
    """A shown text and the offsets (code points) between it and the stored text."""

    __slots__ = ("_ends", "_kept", "_stored", "text")

    def __init__(self, stored: str, runs: list[tuple[int, int]]) -> None:
        self._stored = len(stored)
        self._ends = [end for _, end in runs]
        self._kept: list[int] = []
        """For each hidden run, how much is shown before it."""
        self.text = stored
        if not runs:
            return
        pieces: list[str] = []
        at = kept = 0
        for start, end in runs:
            pieces.append(stored[at:start])
            kept += start - at
            self._kept.append(kept)
            at = end
        pieces.append(stored[at:])
        self.text = "".join(pieces)

    def to_shown(self, stored_offset: int) -> int:
        """Return where ``stored_offset`` is shown; inside what is hidden, where that would be. Raises IndexError."""
        if not 0 <= stored_offset <= self._stored:
            raise IndexError(f"{stored_offset} is no offset in a text of {self._stored} code points")
        run = bisect_right(self._ends, stored_offset)
        shown_offset = self._kept[run - 1] + stored_offset - self._ends[run - 1] if run else stored_offset
        return min(shown_offset, self._kept[run]) if run < len(self._kept) else shown_offset

    def to_stored(self, shown_offset: int) -> int:
        """Return the stored offset of ``shown_offset``, after what is hidden there; 0 stays 0. Raises IndexError.

        So a span of shown letters becomes the span of those letters with all their marks.
        """
        if not 0 <= shown_offset <= len(self.text):
            raise IndexError(f"{shown_offset} is no offset in a shown text of {len(self.text)} code points")
        if shown_offset == 0:
            return 0
        run = bisect_right(self._kept, shown_offset)
        return self._ends[run - 1] + shown_offset - self._kept[run - 1] if run else shown_offset
