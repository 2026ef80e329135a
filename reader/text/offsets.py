"""Offsets between code points, which Hamish counts in, and UTF-16 units, which Qt counts in.

The index keeps one number per block of the text, and resolves the rest by encoding a part of that block: building it
costs little more than one pass of the codec, and a look-up a binary search and at most one block.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

_BLOCK = 1024


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 units (a lone surrogate counts as one)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Utf16Index:
    """Both directions for one text; a look-up is O(1) without astral characters and O(log n) with them."""

    __slots__ = ("_code_points", "_starts", "_text", "length")

    def __init__(self, text: str) -> None:
        self._text = text
        self._code_points = len(text)
        self.length = self._code_points if text.isascii() else utf16_length(text)
        """The length of the text in UTF-16 units."""
        self._starts: list[int] = []
        if self.length != self._code_points:
            blocks = range(0, self._code_points, _BLOCK)
            self._starts = [0, *accumulate(utf16_length(text[at : at + _BLOCK]) for at in blocks)]

    def to_utf16(self, code_point: int) -> int:
        """Return the UTF-16 offset of the code point offset ``code_point``; raise IndexError outside the text."""
        if not 0 <= code_point <= self._code_points:
            raise IndexError(f"{code_point} is no offset in a text of {self._code_points} code points")
        if not self._starts:
            return code_point
        block = code_point // _BLOCK
        return self._starts[block] + utf16_length(self._text[block * _BLOCK : code_point])

    def to_code_points(self, utf16: int) -> int:
        """Return the code point offset of the UTF-16 offset ``utf16``; inside a pair, that of the pair's character.

        Raises IndexError outside the text.
        """
        if not 0 <= utf16 <= self.length:
            raise IndexError(f"{utf16} is no offset in a text of {self.length} UTF-16 units")
        if not self._starts:
            return utf16
        block = bisect_right(self._starts, utf16) - 1
        at, unit = block * _BLOCK, self._starts[block]
        if unit == utf16:
            return min(at, self._code_points)
        units = self._text[at : at + _BLOCK].encode("utf-16-le", "surrogatepass")
        part = units[: 2 * (utf16 - unit)]
        # A code point cut in half leaves a high surrogate at the end of the part, which counts as one when decoded
        # leniently: take it off, so that the answer is where its character starts.
        whole = len(part.decode("utf-16-le", "surrogatepass")) if not _cut(part, units) else _before_cut(part)
        return at + whole


def _cut(part: bytes, units: bytes) -> bool:
    """Return whether ``part``, a beginning of ``units``, ends between the two halves of a surrogate pair."""
    end = len(part)
    return len(units) > end and units[end - 1] & 0xFC == 0xD8 and units[end + 1] & 0xFC == 0xDC


def _before_cut(part: bytes) -> int:
    """Return the number of code points before the half pair at the end of ``part``."""
    return len(part[:-2].decode("utf-16-le", "surrogatepass"))
