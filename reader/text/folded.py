"""A folded text and the way back from it to exact offsets of its source.

The map keeps one number per block of the text, and a look-up folds its block once more: a map of every character would
cost more than the folding.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.text.rewrite import Rewritten

_BLOCK = 1024
APART = frozenset(
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u061c\u00ad\ufeff"
)
"""What may be dropped after a match and is no part of its last letter or word: controls that order or hide."""


def check_span(text: str, start: int, end: int) -> None:
    """Raise IndexError unless ``start`` and ``end`` are in order and in ``text``."""
    if not 0 <= start <= end <= len(text):
        raise IndexError(f"{start} to {end} is no span of a folded text of {len(text)} code points")


def end_of_dropped(source: str, at: int, table: dict[int, str]) -> int:
    """Return the end of what ``table`` drops from ``at`` on and what belongs to the letter before."""
    while at < len(source) and table.get(ord(source[at])) == "" and source[at] not in APART:
        at += 1
    return at


class Folded:
    """A folded text: ``text``, and where each part of it stands in the source (offsets in code points)."""

    __slots__ = ("_known", "_rewritten", "_source", "_starts", "_table", "text")

    def __init__(self, source: str, table: dict[int, str], rewritten: Rewritten | None = None) -> None:
        self._rewritten = rewritten
        self._source = rewritten.text if rewritten else source
        self._table = table
        self._known: tuple[int, list[int]] = (-1, [])  # one value, so that threads never see half of it
        self._starts: list[int] = []
        self.text = self._source
        """The folded text."""
        if table:
            parts = [self._source[at : at + _BLOCK] for at in range(0, len(self._source), _BLOCK)]
            blocks = [part.translate(table) for part in parts]
            self._starts = [0, *accumulate(map(len, blocks))]
            self.text = "".join(blocks)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that ``text[start:end]`` comes from, marks on its last letter included.

        A part of what one character was folded to stands for the whole character. An empty span stays empty. Raises
        IndexError outside the folded text.
        """
        check_span(self.text, start, end)
        if not self._starts:
            return start, end
        first = self._source_of(start)
        last = first if start == end else self._after(end)
        return self._rewritten.source_span(first, last) if self._rewritten else (first, last)

    def folded_offset(self, offset: int) -> int:
        """Return how long the folded form of ``source[:offset]`` is; inside a rewritten passage, of all before it."""
        if not self._starts:
            return min(offset, len(self.text))
        if self._rewritten:
            offset = self._rewritten.rewritten_offset(offset)
        block = min(offset, len(self._source)) // _BLOCK
        return self._starts[block] + len(self._source[block * _BLOCK : offset].translate(self._table))

    def _source_of(self, offset: int) -> int:
        """Return where the character starts that ``text[offset]`` comes from; the end of the source at the end."""
        if offset == len(self.text):
            return len(self._source)
        block = bisect_right(self._starts, offset) - 1
        ends = self._ends_in(block)
        return block * _BLOCK + bisect_right(ends, offset - self._starts[block])

    def _after(self, end: int) -> int:
        """Return the end of the character that ``text[end - 1]`` comes from and of what is dropped after it."""
        return end_of_dropped(self._source, self._source_of(end - 1) + 1, self._table)

    def _ends_in(self, block: int) -> list[int]:
        """Return for each character of a block where its folded form ends, counted from the start of the block."""
        known, ends = self._known
        if known != block:
            get = self._table.get
            part = self._source[block * _BLOCK : (block + 1) * _BLOCK]
            lengths = (1 if folded is None else len(folded) for folded in map(get, map(ord, part)))
            ends = list(accumulate(lengths))
            self._known = block, ends
        return ends
