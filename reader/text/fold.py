"""Search folding: a text with its variants of spelling made one, and the way back to exact source offsets.

Every character is folded on its own by the table of its ``Folding`` (``text.tables``); what depends on neighbours is
rewritten before (``text.quranic`` and hamza written apart). The map keeps one number per block of the text; a look-up
folds its block once more, so folding costs hardly more than ``str.translate``.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from reader.text.folding import ANCHORING, DEFAULTS, NOTHING, Folding, for_language
from reader.text.rewrite import Rewritten, rewrite
from reader.text.tables import table_for

__all__ = ["ANCHORING", "DEFAULTS", "NOTHING", "Folded", "Folding", "fold", "fold_query", "for_language"]

_BLOCK = 1024
APART = frozenset(
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u061c\u00ad\ufeff"
)
"""What may be dropped after a match and is no part of its last letter or word: controls that order or hide."""


def fold(text: str, folding: Folding) -> Folded:
    """Return ``text`` folded, with the map back to it."""
    table = table_for(folding)
    if not table:
        return Folded(text, text, table, None)
    rewritten = rewrite(text, folding)
    return Folded(text, None, table, rewritten)


def fold_query(text: str, folding: Folding) -> str:
    """Return the folded form of ``text`` alone, for what is looked for."""
    return fold(text, folding).text


class Folded:
    """A folded text: ``text``, and where each part of it stands in the source (offsets in code points)."""

    __slots__ = ("_block", "_block_ends", "_rewritten", "_source", "_starts", "_table", "text")

    def __init__(self, source: str, text: str | None, table: dict[int, str], rewritten: Rewritten | None) -> None:
        self._rewritten = rewritten
        self._source = rewritten.text if rewritten else source
        self._table = table
        self._block = -1
        self._block_ends: list[int] = []
        self._starts: list[int] = []
        if text is None:
            source = self._source
            blocks = [source[at : at + _BLOCK].translate(table) for at in range(0, len(source), _BLOCK)]
            self._starts = [0, *accumulate(map(len, blocks))]
            text = "".join(blocks)
        self.text = text

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that ``text[start:end]`` comes from, marks on its last letter included.

        A part of what one character was folded to stands for the whole character. An empty span stays empty. Raises
        IndexError outside the folded text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"{start} to {end} is no span of a folded text of {len(self.text)} code points")
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
        at = self._source_of(end - 1) + 1
        source, table = self._source, self._table
        while at < len(source) and table.get(ord(source[at])) == "" and source[at] not in APART:
            at += 1
        return at

    def _ends_in(self, block: int) -> list[int]:
        """Return for each character of a block where its folded form ends, counted from the start of the block."""
        if block != self._block:
            get = self._table.get
            part = self._source[block * _BLOCK : (block + 1) * _BLOCK]
            lengths = (1 if folded is None else len(folded) for folded in map(get, map(ord, part)))
            self._block, self._block_ends = block, list(accumulate(lengths))
        return self._block_ends
