"""Find annotated passages again after their text was replaced by another version of it, or say that they are gone.

(thresholds to be derived)
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.annotation.align import Run, align, covering
from reader.annotation.letters import letters_of_pair
from reader.annotation.model import Placement, Status, Target
from reader.text.graphemes import snap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.annotation.align import Alignment, Gap
    from reader.annotation.letters import Letters

SIMILAR = 0.66
"""Least similarity of an edited passage (twice the letters kept over the letters of both)."""
MARGIN = 0.1
"""How much better than the second best place a place must be."""
AROUND = 48
"""Letters compared on each side where the words around decide."""
ALONE = 28
"""Letters that a moved passage needs to be known again without the words around it."""
PLACES = 64
"""Equal places looked at before a quote counts as one that could be anywhere."""


def reanchor(targets: Sequence[Target], old_text: str, new_text: str) -> list[Placement]:
    """Return where each target of ``old_text`` is in ``new_text``, in the order of ``targets``."""
    old, new = letters_of_pair(old_text, new_text)
    move = _Move(old, new, align(old, new))
    return [_placed(move, target, old_text, new_text) for target in targets]


def orphan(target: Target) -> Placement:
    """Return the placement of a passage that is not found: the last known offsets."""
    return Placement(target.start, target.end, Status.ORPHAN, 0.0)


def _placed(move: _Move, target: Target, old_text: str, new_text: str) -> Placement:
    start, end = target.start, target.end
    if start >= end or old_text[start:end] != target.exact:
        return orphan(target)
    first, last = move.old.at(start, end)
    found = move.place(first, last) if first < last else None
    if found is None:
        return orphan(target)
    new_start, new_end = _with_edges(move, (start, end), (first, last), found, old_text, new_text)
    new_start, new_end = snap(new_text, new_start, new_end)
    if found.score < 1:
        return Placement(new_start, new_end, Status.FUZZY, found.score)
    same = (new_start, new_end) == (start, end) and new_text[new_start:new_end] == target.exact
    return Placement(new_start, new_end, Status.EXACT if same else Status.MOVED, 1.0)


def _with_edges(
    move: _Move, span: tuple[int, int], inner: tuple[int, int], found: _Found, old_text: str, new_text: str
) -> tuple[int, int]:
    """Return the source span of what was found, with the blanks that the old passage had at its ends where they are."""
    old_start, old_end = move.old.span(*inner)
    start, end = move.new.span(found.start, found.end)
    before, after = old_text[span[0] : old_start], old_text[old_end : span[1]]
    if before and new_text[max(0, start - len(before)) : start] == before:
        start -= len(before)
    if after and new_text[end : end + len(after)] == after:
        end += len(after)
    return start, end


@dataclass(frozen=True, slots=True)
class _Found:
    """Letters of the new text, and how well they agree with the passage (1: all of them)."""

    start: int
    end: int
    score: float


class _Move:
    """The two versions and their alignment, asked for one passage after the other."""

    __slots__ = ("alignment", "free_starts", "free_text", "lost_starts", "lost_text", "new", "new_runs", "old")

    def __init__(self, old: Letters, new: Letters, alignment: Alignment) -> None:
        self.old = old
        self.new = new
        self.alignment = alignment
        self.new_runs = sorted(alignment.runs, key=lambda run: run.new)
        self.free_text = "\0".join(new.text[start:end] for start, end in alignment.free)
        self.free_starts = _starts(alignment.free)
        self.lost_text = "\0".join(old.text[start:end] for start, end in alignment.lost)
        self.lost_starts = _starts(alignment.lost)

    def place(self, start: int, end: int) -> _Found | None:
        """Return where the old letters ``start`` to ``end`` are in the new text, or None."""
        parts = covering(self.alignment.runs, start, end)
        if len(parts) == 1 and parts[0].size == end - start and not self._doubtful(start, end):
            return _Found(parts[0].new, parts[0].new + end - start, 1.0)
        found = self._in_gap(start, end, parts)
        if found is not None:
            return found
        return self._moved(start, end)

    def _doubtful(self, start: int, end: int) -> bool:
        """Tell whether the passage was aligned by an edited gap that holds it another number of times in each text."""
        gap = self._gap(start, end)
        if gap is None:
            return False
        quote = self.old.text[start:end]
        return self.old.text.count(quote, gap.old_start, gap.old_end) != self.new.text.count(
            quote, gap.new_start, gap.new_end
        )

    def _gap(self, start: int, end: int) -> Gap | None:
        at = bisect_right(self.alignment.gaps, start, key=lambda gap: gap.old_start) - 1
        if at >= 0 and self.alignment.gaps[at].old_start <= start and end <= self.alignment.gaps[at].old_end:
            return self.alignment.gaps[at]
        return None

    def _in_gap(self, start: int, end: int, parts: list[Run]) -> _Found | None:
        quote = self.old.text[start:end]
        candidates: list[_Found] = []
        for cluster in _clusters(parts, end - start):
            for low, high in self._reaches(start, end, cluster):
                candidates.append(_Found(low, high, _similarity(quote, self.new.text[low:high])))
        if not parts:
            for low, high in self._regions(start):
                window = self._window(quote, low, high)
                if window is not None:
                    candidates.append(window)
        best = max(candidates, key=lambda found: (found.score, -found.start), default=None)
        if best is None or best.score < SIMILAR:
            return None
        return best

    def _reaches(self, start: int, end: int, parts: list[Run]) -> Iterator[tuple[int, int]]:
        """Yield the new spans that the parts found may stand for: without and with what replaced the rest."""
        first, last = parts[0], parts[-1]
        low, high = first.new, last.new + last.size
        left, right = self._limits(low, high)
        # Letters beside a part that agree and that no run has: two runs claimed them, or they were too few to count.
        while first.old - start and low > left and self.old.text[first.old - 1] == self.new.text[low - 1]:
            first, low = Run(first.old - 1, low - 1, first.size + 1), low - 1
        stop = last.old + last.size
        while stop < end and high < right and self.old.text[stop] == self.new.text[high]:
            stop, high = stop + 1, high + 1
        lows, highs = {low}, {high}
        lows |= self._edge(start, first.old, left, low, before=True)
        highs |= self._edge(stop, end, high, right, before=False)
        for one in lows:
            for other in highs:
                yield one, other

    def _edge(self, old_start: int, old_end: int, new_start: int, new_end: int, *, before: bool) -> set[int]:
        """Return where an edge may be when the old letters at it were replaced by something in the new stretch."""
        wanted = old_end - old_start
        if not wanted or new_start >= new_end:
            return set()
        near = new_end - wanted if before else new_start + wanted
        edges = {new_start if before else new_end} if new_end - new_start <= 2 * wanted + 8 else set()
        if new_start < near < new_end:
            edges |= {at for at in self.new.near_word_starts(near, 8) if new_start < at < new_end} or {near}
        return edges

    def _limits(self, low: int, high: int) -> tuple[int, int]:
        """Return how far the letters around a new span are free."""
        at = bisect_right(self.new_runs, low - 1, key=lambda run: run.new) - 1
        left = 0
        if at >= 0:
            left = min(low, self.new_runs[at].new + self.new_runs[at].size)
        at = bisect_right(self.new_runs, high - 1, key=lambda run: run.new)
        right = self.new_runs[at].new if at < len(self.new_runs) else len(self.new)
        return left, max(high, right)

    def _regions(self, start: int) -> Iterator[tuple[int, int]]:
        """Yield the free stretches of the new text beside what stood around the passage."""
        runs = self.alignment.runs
        at = bisect_right(runs, start, key=lambda run: run.old) - 1
        left = runs[at].new + runs[at].size if at >= 0 else 0
        right = runs[at + 1].new if at + 1 < len(runs) else len(self.new)
        one = (left, self._limits(left, left)[1])
        other = (self._limits(right, right)[0], right)
        for low, high in {one, other}:
            if low < high:
                yield low, high

    def _window(self, quote: str, low: int, high: int) -> _Found | None:
        from rapidfuzz import fuzz

        region = self.new.text[low:high]
        if len(region) <= len(quote):
            return _Found(low, high, _similarity(quote, region))
        best = fuzz.partial_ratio_alignment(quote, region)
        if best is None:
            return None
        start, end = low + best.dest_start, low + best.dest_end
        rest = max(
            fuzz.partial_ratio(quote, region[: best.dest_start]) if best.dest_start >= len(quote) else 0,
            fuzz.partial_ratio(quote, region[best.dest_end :]) if len(region) - best.dest_end >= len(quote) else 0,
        )
        if best.score - rest < MARGIN * 100:
            return None
        starts = {start, *self.new.near_word_starts(start, 8)}
        ends = {end, *self.new.near_word_starts(end, 8)}
        return max(
            (
                _Found(one, other, _similarity(quote, self.new.text[one:other]))
                for one in starts
                for other in ends
                if low <= one < other <= high
            ),
            key=lambda found: found.score,
            default=None,
        )

    def _moved(self, start: int, end: int) -> _Found | None:
        """Return the free place of the passage whose surroundings agree best with its own, of all its like."""
        quote = self.old.text[start:end]
        places = self._free_places(quote, start, end)
        if not places or len(places) > PLACES:
            return None
        rivals = list(_places(self.lost_text, quote, self.lost_starts))
        if len(places) == 1 and len(rivals) <= 1 and len(quote) >= ALONE:
            return _Found(places[0], places[0] + len(quote), 1.0)
        ranked = sorted(((self._context(start, end, at), at) for at in places), reverse=True)
        score, at = ranked[0]
        if score < 0.5 or (len(ranked) > 1 and score - ranked[1][0] < MARGIN):
            return None
        if any(rival != start and self._context(rival, rival + len(quote), at) > score - MARGIN for rival in rivals):
            return None
        return _Found(at, at + len(quote), 1.0)

    def _free_places(self, quote: str, start: int, end: int) -> list[int]:
        size = len(quote)
        edges = self.old.is_word_start(start), self.old.is_word_start(end)
        return [
            at
            for at in _places(self.free_text, quote, self.free_starts)
            if (self.new.is_word_start(at), self.new.is_word_start(at + size)) == edges
        ]

    def _context(self, start: int, end: int, at: int) -> float:
        """Return how well the letters around the old passage agree with those around a new place of equal length."""
        old, new, to = self.old.text, self.new.text, at + end - start
        before = _similarity(old[max(0, start - AROUND) : start], new[max(0, at - AROUND) : at])
        after = _similarity(old[end : end + AROUND], new[to : to + AROUND])
        return max(before, after)


def _clusters(parts: list[Run], size: int) -> list[list[Run]]:
    """Return the parts as they stand together in the new text: all that are in order, and each group that is near."""
    groups: list[list[Run]] = []
    for part in parts:
        if groups:
            last = groups[-1][-1]
            distance = part.new - last.new - last.size
            if 0 <= distance <= part.old - last.old - last.size + size:
                groups[-1].append(part)
                continue
        groups.append([part])
    return groups


def _starts(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where each stretch begins in the text they make when joined by one sign, and where it is from."""
    starts = []
    at = 0
    for start, end in stretches:
        starts.append((at, start))
        at += end - start + 1
    return starts


def _places(joined: str, quote: str, starts: list[tuple[int, int]]) -> Iterator[int]:
    at = joined.find(quote)
    count = 0
    while at >= 0 and count <= PLACES:
        index = bisect_right(starts, at, key=lambda pair: pair[0]) - 1
        yield at - starts[index][0] + starts[index][1]
        count += 1
        at = joined.find(quote, at + 1)


def _similarity(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) / 100
