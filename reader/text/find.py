"""Find in one text: literal under a folding, whole words with or without attached particles, regular expressions.

Hits come as they are found, in order, without overlap, on borders of grapheme clusters. The text is searched in slices,
so that the first come at once and a search can be stopped; nothing is copied but the slices that a pattern over the
source cannot serve (see ``text.needle``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import merge
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from reader.text.fold import fold
from reader.text.folding import NOTHING, Folding
from reader.text.graphemes import cuts_nothing
from reader.text.needle import Needle, needle_for
from reader.text.particles import is_whole_word
from reader.text.tables import table_for

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

SLICE = 65_536
"""Code points searched at a time."""
_QURANIC = "\u0670\u0671"
"""Dagger alef and alef wasla."""
_THROUGHOUT = 100
"""Code points to one of those signs, at most, in a text that is spelled so throughout (in the Quran there are ten)."""
_WORD = 256
"""Code points looked back for the beginning of a word."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. ``particles`` lets a whole word have و ف ب ك ل س ال or ה ו ב כ ל מ ש attached before it."""

    text: str
    folding: Folding = NOTHING
    whole_word: bool = False
    particles: bool = False
    regex: bool = False


class Hit(NamedTuple):
    """A found passage (code points); ``exact`` when it is spelled as the query is.

    A tuple, not a dataclass: a short query has hundreds of thousands of them.
    """

    start: int
    end: int
    exact: bool


def find(
    text: str,
    query: Query,
    start: int = 0,
    end: int | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Hit]:
    """Yield the hits of ``query`` in ``text[start:end]``.

    ``cancelled`` is asked before each slice; when it says yes, the hits end. An empty query has no hits. Raises
    SearchError (at the first hit asked for) for a regular expression that is not valid or takes too long.
    """
    end = len(text) if end is None else min(end, len(text))
    stopped = cancelled or _never
    if query.regex:
        from reader.text.expression import find_expression

        for first, last in find_expression(text, query.text, query.folding, (start, end), stopped):
            yield Hit(first, last, text[first:last] == query.text)
        return
    begins, ends = query.whole_word and not query.particles, query.whole_word
    needle = needle_for(query.text, query.folding, begins=begins, ends=ends)
    if needle is None:
        return
    typed, size, make = query.text, len(query.text), tuple.__new__
    for spans in _find_literal(text, query, needle, (start, end), stopped):
        for first, last in spans:
            # Not Hit(...), which takes half as long again: a search for ال has a quarter of a million.
            yield make(Hit, (first, last, last - first == size and text.startswith(typed, first)))


def find_broadly(
    text: str,
    query: Query,
    start: int = 0,
    end: int | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Hit]:
    """Yield what ``find`` yields, and what the query means where a text is spelled as the Quran is, never ``exact``.

    In a text spelled so throughout both come in one order; in another that only quotes it, the second are looked for
    where the first are none. A query that is a regular expression, or for which marks or alefs count, is as typed.
    """
    end = len(text) if end is None else min(end, len(text))
    folding = query.folding
    signs = sum(text.count(sign, start, end) for sign in _QURANIC)
    if not signs or query.regex or folding.quranic or not (folding.marks and folding.alef):
        yield from find(text, query, start, end, cancelled)
        return
    widely = find(text, replace(query, folding=replace(folding, quranic=True)), start, end, cancelled)
    others = (Hit(first, last, exact=False) for first, last, _ in widely)
    hits = find(text, query, start, end, cancelled)
    if signs * _THROUGHOUT < end - start:
        first_hit = next(hits, None)
        yield from others if first_hit is None else chain([first_hit], hits)
        return
    reach = start
    for hit in merge(hits, others, key=itemgetter(0)):
        if hit.start >= reach:
            reach = hit.end
            yield hit


def accepts(text: str, query: Query, start: int, end: int) -> bool:
    """Return whether a passage that folds to the query may be a hit: it cuts no cluster and is a word if it must be."""
    if not cuts_nothing(text, start, end):
        return False
    return not query.whole_word or is_whole_word(text, start, end, query.folding, particles=query.particles)


def _never() -> bool:
    return False


def _find_literal(
    text: str, query: Query, needle: Needle, limits: tuple[int, int], stopped: Callable[[], bool]
) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of the hits in each slice."""
    at, end = limits
    table = table_for(query.folding)
    longest = max(map(len, needle.forms))
    least = length = max(SLICE, 4 * longest)
    while at < end and not stopped():
        cut = _cut(text, at, end, length, needle)
        pattern = None if query.folding.quranic else _pattern(text, needle, at, cut)
        if pattern:
            spans = _in_source(text, query, pattern, at, cut, again=needle.overlapping)
        else:
            spans = _in_folded(text, query, needle, at, cut)
        yield spans
        if cut == end:
            return
        resumed = _resume(text, (at + cut) // 2, cut, 2 * longest, table)
        length = least if resumed else 2 * length
        at = max(spans[-1][1] if spans else at, resumed or at)


def _cut(text: str, at: int, end: int, length: int, needle: Needle) -> int:
    """Return where the slice from ``at`` ends: before white space if there is some, never before what is dropped."""
    cut = at + length
    if cut >= end:
        return end
    for space in ("\n", " "):
        found = text.rfind(space, at + length // 2, cut)
        if found >= 0:
            return found
    dropped = needle.dropped.match(text, cut, end)
    return dropped.end() if dropped else cut


def _resume(text: str, least: int, cut: int, letters: int, table: dict[int, str]) -> int:
    """Return from where a hit could reach beyond ``cut``, or 0 if that is before ``least``.

    ``letters`` is twice the longest form, as rules may drop a letter, but never half of them.
    """
    while letters > 0 and cut > least:
        cut -= 1
        letters -= table.get(ord(text[cut])) != ""
    return 0 if letters else cut


def _pattern(text: str, needle: Needle, at: int, cut: int) -> re.Pattern[str] | None:
    """Return the pattern that serves ``text[at:cut]``, or None where none does."""
    if needle.several and needle.several.search(text, at, cut):
        return None
    if needle.apart and any(text.find(sign, at, cut) >= 0 for sign in needle.signs):
        return needle.apart
    return needle.plain


def _in_source(
    text: str, query: Query, pattern: re.Pattern[str], at: int, cut: int, *, again: bool
) -> list[tuple[int, int]]:
    """Return the hits in ``text[at:cut]`` by the pattern over the source.

    With ``again`` a place that is no hit is searched again from its second character.
    """
    spans = [match.span() for match in pattern.finditer(text, at, cut)]
    if query.whole_word:
        hits = [span for span in spans if accepts(text, query, *span)]
    else:
        hits = [span for span in spans if cuts_nothing(text, *span)]
    if not again or len(hits) == len(spans):
        return hits
    hits.clear()
    while at < cut:
        for match in pattern.finditer(text, at, cut):
            span = match.span()
            if not accepts(text, query, *span):
                at = span[0] + 1
                break
            hits.append(span)
        else:
            break
    return hits


def _in_folded(text: str, query: Query, needle: Needle, at: int, cut: int) -> list[tuple[int, int]]:
    """Return the hits in ``text[at:cut]`` by folding it."""
    hits: list[tuple[int, int]] = []
    # Rules look at the whole word: fold from its beginning to its end.
    reach = max(0, at - _WORD)
    begin = max(reach, *(text.rfind(space, reach, at) + 1 for space in " \n"))
    ends = (text.find(space, cut, cut + _WORD) for space in " \n")
    folded = fold(text[begin : min((end for end in ends if end >= 0), default=cut + _WORD)], query.folding)
    position = 0
    while True:
        found = [(place, form) for form in needle.forms if (place := folded.text.find(form, position)) >= 0]
        if not found:
            return hits
        place, form = min(found, key=lambda candidate: candidate[0])
        first, last = (begin + offset for offset in folded.source_span(place, place + len(form)))
        if last > cut:
            return hits
        if first >= at and accepts(text, query, first, last):
            hits.append((first, last))
            at, position = last, place + len(form)
        else:
            position = place + 1
