"""What a table of single characters cannot fold: letters that depend on their neighbours, rewritten before it.

A rule is a pattern and what its whole match becomes. The edits are kept, so that every span of the rewritten text has
an exact span of the source. A text without a trigger of its rules is not touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.text.classes import ARABIC_MARKS, expand
from reader.text.quranic import QURANIC_RULES
from reader.text.tables import table_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.text.folding import Folding

_HAMZA_APART = {
    ("\u0627", "\u0653"): "\u0622",
    ("\u0627", "\u0654"): "\u0623",
    ("\u0627", "\u0655"): "\u0625",
    ("\u0648", "\u0654"): "\u0624",
    ("\u064a", "\u0654"): "\u0626",
    ("\u06cc", "\u0654"): "\u0626",
    ("\u0649", "\u0654"): "\u0626",
    ("\u06d2", "\u0654"): "\u06d3",
}
"""Letter and combining sign, as in normalisation form D, and the letter they are (UnicodeData, field 5)."""


_QURANIC_HAMZA = {
    sign: {letter: composed for (letter, other), composed in _HAMZA_APART.items() if other == sign}
    for sign in ("\u0654", "\u0655")
}
"""Madda is a sign of length in Quranic spelling and makes no other letter."""
_MARK = frozenset(expand(ARABIC_MARKS))
_MOST_MARKS = 16
"""Marks that may stand between a letter and its hamza; more is no writing."""


def rewrite(text: str, folding: Folding) -> Rewritten | None:
    """Return ``text`` as the rules of ``folding`` rewrite it, or None where they leave it as it is.

    Rules only serve foldings that drop marks.
    """
    if not folding.marks:
        return None
    if folding.quranic:
        composed = _composed(text, _QURANIC_HAMZA)
        whole = composed.text if composed else text
        edits = list(_quranic_edits(whole))
        return Rewritten(whole, edits, composed) if edits else composed
    return _composed(text, letters_with_hamza(folding))


def _composed(text: str, letters: dict[str, dict[str, str]]) -> Rewritten | None:
    """Return ``text`` with ``letters`` and their signs put together, or None where there are none."""
    if not any(sign in text for sign in letters):
        return None
    edits = list(_hamza_edits(text, letters))
    return Rewritten(text, edits) if edits else None


def _quranic_edits(text: str) -> Iterator[tuple[int, int, str]]:
    pattern, results = _quranic()
    for match in pattern.finditer(text):
        yield *match.span(), results[(match.lastindex or 1) - 1]


@lru_cache(maxsize=1)
def _quranic() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return the rules as one pattern, whose group tells what a match becomes, and the results."""
    pattern = re.compile("|".join(f"({pattern})" for pattern, _ in QURANIC_RULES))
    return pattern, tuple(result for _, result in QURANIC_RULES)


@lru_cache(maxsize=64)
def letters_with_hamza(folding: Folding) -> dict[str, dict[str, str]]:
    """Return for each sign the letters that ``folding`` treats otherwise with it than without, and what they are.

    None where the signs stay as they are, or the rules of Quranic spelling see to them.
    """
    found: dict[str, dict[str, str]] = {}
    if folding.quranic or not folding.marks:
        return found
    table = table_for(folding)
    for (letter, sign), composed in _HAMZA_APART.items():
        if table.get(ord(composed), composed) != table.get(ord(letter), letter):
            found.setdefault(sign, {})[letter] = composed
    return found


def _hamza_edits(text: str, letters: dict[str, dict[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the edits that put letters and their hamza or madda together, before the other marks between them.

    Looks back from the signs, since they are rare where the letters are not.
    """
    done = 0
    for match in re.finditer(f"[{''.join(letters)}]", text):
        start = match.start() - 1
        reach = max(done, start - _MOST_MARKS)
        while start > reach and text[start] in _MARK:
            start -= 1
        composed = letters[match.group()].get(text[start]) if start >= 0 else None
        if composed:
            done = match.end()
            yield start, done, composed + text[start + 1 : match.start()]


class Rewritten:
    """A rewritten text and its edits: spans of the source, in order, and the spans of what they became."""

    __slots__ = ("_before", "_ends", "_source_ends", "_source_starts", "_starts", "text")

    def __init__(self, source: str, edits: Sequence[tuple[int, int, str]], before: Rewritten | None = None) -> None:
        """Apply ``edits`` to ``source``, which may be what another rewriting left of the real source."""
        pieces: list[str] = []
        self._before = before
        self._source_starts = [start for start, _, _ in edits]
        self._source_ends = [end for _, end, _ in edits]
        self._starts: list[int] = []
        self._ends: list[int] = []
        at = length = 0
        for start, end, new in edits:
            pieces += (source[at:start], new)
            length += start - at
            self._starts.append(length)
            length += len(new)
            self._ends.append(length)
            at = end
        self.text = "".join((*pieces, source[at:]))
        """The rewritten text."""

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source for a span of the rewritten text; a part of an edit stands for all of it."""
        span = self._span(start, end)
        return self._before.source_span(*span) if self._before else span

    def _span(self, start: int, end: int) -> tuple[int, int]:
        first = bisect_right(self._starts, start) - 1
        if first < 0:
            source_start = start
        elif start < self._ends[first]:
            source_start = self._source_starts[first]
        else:
            source_start = self._source_ends[first] + start - self._ends[first]
        if start == end:
            return source_start, source_start
        last = bisect_left(self._starts, end) - 1
        if last < 0:
            return source_start, end
        return source_start, self._source_ends[last] + max(0, end - self._ends[last])

    def rewritten_offset(self, offset: int) -> int:
        """Return the offset in the rewritten text for one of the source; inside an edit, where the edit starts."""
        if self._before:
            offset = self._before.rewritten_offset(offset)
        last = bisect_right(self._source_starts, offset) - 1
        if last < 0:
            return offset
        if offset < self._source_ends[last]:
            return self._starts[last]
        return self._ends[last] + offset - self._source_ends[last]
