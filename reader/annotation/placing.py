"""Where one passage of an aligned text went: kept, edited where it stood, moved, or gone.

A place has to be won. The passage is compared with every stretch of the new text that no other passage has kept, and
every stretch of the old text that was lost is a rival for the place: where a rival fits as well, nobody gets it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from reader.annotation.align import SHORTEST, Gap, Run, covering, enough
from reader.annotation.letters import common_end, common_start
from reader.annotation.likeness import AHEAD, AROUND, CHANCE, PLACES, ahead, kept, occurrences, similarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.annotation.align import Alignment
    from reader.annotation.letters import Letters

KEPT = 0.62, 0.7
"""Least share of an edited passage's letters that are still there in order, where both its ends are certain: counted in
pieces of three or more; or singly, then of its place's letters too, since a long place has every letter somewhere."""
IN_PIECES = 0.66
"""The same where an end is a guess; there only pieces of three letters or more count, as chance keeps single ones."""
SIMILAR = 0.66
"""Least similarity of an edited passage and its place (twice the letters kept over the letters of both)."""
MARGIN = 0.1
"""How much more similar than a rival a passage must be to its place."""
AGREEING = 0.6
"""Least similarity of the letters before or after, where the words around decide."""
EDGE = 200
"""Letters up to the edge of a run within which a passage may belong to its like beyond the edge."""
CELLS = 2_000_000
"""Letters of a quote times those of a stretch in which it is looked for with its edits (a millisecond)."""
LONG = 200
"""Letters at each end of a place that are compared with its rivals."""
RIVALRY = 100_000
"""Letters of the old text on each side in which rivals for an edited passage's place are looked for."""

_LETTER = re.compile(r"\w")
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """Letters of the new text, and how well they agree with the passage (1: all of them)."""

    start: int
    end: int
    score: float


class Stretches:
    """What is left of a text when everything that was matched is taken away."""

    __slots__ = ("_at", "_from", "text")

    def __init__(self, whole: str, spans: Sequence[tuple[int, int]]) -> None:
        self.text = "\0".join(whole[start:end] for start, end in spans)
        self._from = [start for start, _ in spans]
        self._at: list[int] = []
        at = 0
        for start, end in spans:
            self._at.append(at)
            at += end - start + 1

    def places(self, quote: str) -> Iterator[int]:
        """Yield where the quote is in the whole text, as long as it lies in one stretch."""
        at = self.text.find(quote)
        while at >= 0:
            index = bisect_right(self._at, at) - 1
            yield self._from[index] + at - self._at[index]
            at = self.text.find(quote, at + 1)

    def near(self, offset: int, reach: int, without: tuple[int, int]) -> str:
        """Return the stretches within ``reach`` of ``offset`` in the whole text, the span ``without`` cut out."""
        low = self._joined(offset - reach)
        high = self._joined(offset + reach)
        first, last = self._joined(without[0]), self._joined(without[1])
        return self.text[low : max(low, first)] + "\0" + self.text[min(high, last) : high]

    def _joined(self, offset: int) -> int:
        index = bisect_right(self._from, offset) - 1
        if index < 0:
            return 0
        after = self._at[index + 1] - 1 if index + 1 < len(self._at) else len(self.text)
        return min(after, self._at[index] + offset - self._from[index])


class Placing:
    """Two versions and their alignment, asked for one passage after the other."""

    __slots__ = ("_alignment", "_free", "_lost", "_new", "_new_runs", "_old", "_sure_runs")

    def __init__(self, old: Letters, new: Letters, alignment: Alignment) -> None:
        self._old = old
        self._new = new
        self._alignment = alignment
        self._new_runs = sorted(alignment.runs, key=lambda run: run.new)
        self._sure_runs = [run for run in self._new_runs if run not in alignment.guesses]
        self._free = Stretches(new.text, alignment.free)
        self._lost = Stretches(old.text, alignment.lost)

    def place(self, start: int, end: int) -> Found | None:
        """Return where the old letters ``start`` to ``end`` are in the new text, or None when that is not certain."""
        parts = covering(self._alignment.runs, start, end)
        gap = self._gap(start, end)
        if gap is None and len(parts) == 1 and parts[0].size == end - start:
            slid = self._may_have_slid(start, end)
            if any(slid) or self._is_chance(start, end):
                return self._won(start, end, self._told_apart(start, end, parts[0].new), slid)
            return self._won(start, end, Found(parts[0].new, parts[0].new + end - start, 1.0))
        if gap is not None and self._new.text.find(self._old.text[start:end], gap.new_start, gap.new_end) >= 0:
            return self._won(start, end, self._told_apart(start, end, -1, gap))
        return self._won(start, end, self._edited(start, end, parts) or self._told_apart(start, end))

    # Who else would be at a place

    def _won(self, start: int, end: int, found: Found | None, slid: tuple[bool, bool] = (False, False)) -> Found | None:
        """Return the place unless another old passage in its very letters may be there.

        That one may have its own place as well: what was put where the passage stood can be a copy. It has to be
        clearly beaten where the passage was edited; and where it lost surroundings on a side, if the text has lost one
        of the like or nothing but a gap speaks for the passage. Elsewhere it is enough that the other does not fit
        better on either side: not clearly so, and not at all if it is the one aligned with the place. Signs at the ends
        of a place prove nothing, nor do a few letters out of another word. ``slid``: sides on which the passage is
        beside its like, and one of both is gone; whichever stayed has the surroundings on the other side now, so that
        this side has to tell.
        """
        if found is None or (not any(slid) and self._is_inside(start, end)):
            return found
        core = _CORE.search(self._new.text, found.start, found.end)
        low, high = core.span() if core else (found.start, found.end)
        ours = self._context(start, end, found.start, found.end)
        if any(beside and side < AGREEING for beside, side in zip(slid, ours, strict=True)):
            return None
        if found.score == 1 and end - start < enough(0) and not self._same_edges(start, found.start, end - start):
            return None
        doubted = found.score < 1 or (
            min(ours) < AGREEING and (self._gap(start, end) is not None or self._is_rarer(self._new.text[low:high]))
        )
        for rival in self._claiming(low, high):
            other = rival + high - low
            if other <= start or end <= rival:
                theirs = self._context(rival, other, low, high)
                lead = 0.0 if self._has(rival, low) else AHEAD
                if (doubted and not ahead(ours, theirs)) or any(
                    max(CHANCE, side) + lead < one for side, one in zip(ours, theirs, strict=True)
                ):
                    return None
        return found

    def _is_inside(self, start: int, end: int) -> bool:
        """Tell whether a passage lies in a run together with all of its surroundings that are ever compared."""
        runs = self._alignment.runs
        at = bisect_right(runs, start, key=lambda run: run.old) - 1
        low, high = max(0, start - AROUND[1]), min(len(self._old), end + AROUND[1])
        return at >= 0 and runs[at].old <= low and high <= runs[at].old + runs[at].size

    def _has(self, old: int, new: int) -> bool:
        """Tell whether an old letter is aligned with this new one."""
        return any(run.new == new for run in covering(self._alignment.runs, old, old + 1))

    def _is_rarer(self, quote: str) -> bool:
        """Tell whether the new text has the letters less often than the old one."""
        return self._new.text.count(quote) < self._old.text.count(quote)

    def _claiming(self, low: int, high: int) -> set[int]:
        """Return where the old text has the letters of a place with the nearest ones before it, or after it."""
        new, old = self._new.text, self._old.text
        before = max(0, low - SHORTEST)
        found = {at + low - before for at in occurrences(old, new[before:high], 0, len(old))}
        return found | set(occurrences(old, new[low : high + SHORTEST], 0, len(old)))

    # Passages that are there letter by letter

    def _gap(self, start: int, end: int) -> Gap | None:
        """Return the edited gap that holds the passage: what is matched in it was not found once in each text."""
        at = bisect_right(self._alignment.gaps, start, key=lambda gap: gap.old_start) - 1
        if at >= 0 and end <= self._alignment.gaps[at].old_end:
            return self._alignment.gaps[at]
        return None

    def _is_chance(self, start: int, end: int) -> bool:
        """Tell whether a passage was matched in a gap alone and is too short for that, or not the only one in it."""
        runs = self._alignment.runs
        gap = self._alignment.likely.get(runs[bisect_right(runs, start, key=lambda run: run.old) - 1])
        if gap is None:
            return False
        quote = self._old.text[start:end]
        return end - start < enough(gap.new_end - gap.new_start) or not (
            len(occurrences(self._old.text, quote, gap.old_start, gap.old_end, 2))
            == len(occurrences(self._new.text, quote, gap.new_start, gap.new_end, 2))
            == 1
        )

    def _may_have_slid(self, start: int, end: int) -> tuple[bool, bool]:
        """Tell on which sides a passage at the edge of its run comes again right beyond that edge, in either text.

        Then the run may have taken letters that belong to the like beyond it: of two refrains one was cut or added.
        """
        runs = self._alignment.runs
        at = bisect_right(runs, start, key=lambda run: run.old) - 1
        run = runs[at]
        before, after = self._old.text[run.old : end], self._old.text[start : run.old + run.size]
        low, high = at - 1, at + 1
        while low >= 0 and runs[low] in self._alignment.guesses:
            low -= 1
        while high < len(runs) and runs[high] in self._alignment.guesses:
            high += 1
        old_before = runs[low].old + runs[low].size if low >= 0 else 0
        old_after = runs[high].old if high < len(runs) else len(self._old)
        new_before, new_after = _limits(self._sure_runs, run.new, run.new + run.size, len(self._new))
        return (
            len(before) <= EDGE and self._between(before, old_before, run.old, new_before, run.new),
            len(after) <= EDGE and self._between(after, run.old + run.size, old_after, run.new + run.size, new_after),
        )

    def _between(self, quote: str, old_start: int, old_end: int, new_start: int, new_end: int) -> bool:
        return (
            self._old.text.find(quote, old_start, old_end) >= 0 or self._new.text.find(quote, new_start, new_end) >= 0
        )

    def _told_apart(self, start: int, end: int, likely: int = -1, gap: Gap | None = None) -> Found | None:
        """Return the place of an unchanged passage among all its like: in its gap, or in what is free anywhere.

        ``likely`` is a place to be weighed as well although it is not free, -1 for none.
        """
        quote = self._old.text[start:end]
        if gap is not None:
            places = occurrences(self._new.text, quote, gap.new_start, gap.new_end)
            rivals = occurrences(self._old.text, quote, gap.old_start, gap.old_end)
            within = gap.new_end - gap.new_start
        else:
            places = list(islice(self._free.places(quote), PLACES + 1))
            rivals = occurrences(self._old.text, quote, 0, len(self._old))
            within = len(self._free.text)
        places = [at for at in places if self._same_edges(start, at, end - start)]
        if likely >= 0:
            places.append(likely)
        if not places or max(len(places), len(rivals)) > PLACES:
            return None
        if self._only(quote) and len(quote) >= enough(within):
            return Found(places[0], places[0] + len(quote), 1.0)
        return self._by_context(start, places, [rival for rival in rivals if rival != start], end - start)

    def _by_context(self, start: int, places: list[int], rivals: list[int], size: int) -> Found | None:
        """Return the place whose surroundings agree best with the passage's own, and better than with any rival's."""
        sides = {at: self._context(start, start + size, at, at + size) for at in places}
        best = max(places, key=lambda at: sum(sides[at]))
        others = [sides[at] for at in places if at != best]
        others += [self._context(rival, rival + size, best, best + size) for rival in rivals]
        if max(sides[best]) < AGREEING or not all(ahead(sides[best], other) for other in others):
            return None
        return Found(best, best + size, 1.0)

    def _same_edges(self, start: int, at: int, size: int) -> bool:
        """Tell whether a place begins and ends between words where the passage does."""
        return self._old.is_word_start(start) == self._new.is_word_start(at) and self._old.is_word_start(
            start + size
        ) == self._new.is_word_start(at + size)

    def _only(self, quote: str) -> bool:
        """Tell whether the quote is once in the whole old text and once in the whole new one."""
        return all(len(occurrences(text, quote, 0, len(text), 2)) == 1 for text in (self._old.text, self._new.text))

    def _context(self, start: int, end: int, low: int, high: int) -> tuple[float, float]:
        """Return how well the letters before and after an old passage agree with those around a new place."""
        old, new = self._old.text, self._new.text
        return (
            sum(similarity(old[max(0, start - n) : start], new[max(0, low - n) : low]) for n in AROUND) / len(AROUND),
            sum(similarity(old[end : end + n], new[high : high + n]) for n in AROUND) / len(AROUND),
        )

    # Passages that were edited

    def _edited(self, start: int, end: int, parts: list[Run]) -> Found | None:
        quote = self._old.text[start:end]
        spans: set[tuple[int, int]] = set()
        for cluster in _clusters(parts, end - start):
            spans.update(self._reaches(start, end, cluster))
        if not parts:
            for low, high in self._regions(start):
                spans.update(self._windows(quote, low, high))
        best = None
        for low, high in sorted(spans):
            score = self._likeness(start, end, low, high)
            if score and (best is None or score > best.score):
                best = Found(low, high, score)
        if best is None or self._rival(start, end, best):
            return None
        return best

    def _likeness(self, start: int, end: int, low: int, high: int) -> float:
        """Return the similarity of the old letters and the new, 0 where that is too little to be the same passage."""
        quote, place = self._old.text[start:end], self._new.text[low:high]
        score = similarity(quote, place)
        signs = set(_LETTER.findall(quote))
        if score < SIMILAR or (signs and signs.isdisjoint(place)):
            return 0.0
        pieces = kept(quote, place, 3)
        if self._certain(start, low) and self._certain(end, high):
            singly = min(kept(quote, place, 1), kept(place, quote, 1))
            return score if pieces >= KEPT[0] or singly >= KEPT[1] else 0.0
        return score if pieces >= IN_PIECES else 0.0

    def _certain(self, edge: int, place: int) -> bool:
        """Tell whether a letter on either side of an edge was matched with the one on that side of the place."""
        for shift in (-1, 0):
            if edge + shift < 0 or edge + shift >= len(self._old):
                return place + shift < 0 or place + shift >= len(self._new)
            if any(run.new == place + shift for run in covering(self._alignment.runs, edge + shift, edge + shift + 1)):
                return True
        return False

    def _rival(self, start: int, end: int, found: Found) -> bool:
        """Tell whether other letters that the old text lost fit the place about as well."""
        from rapidfuzz import fuzz

        others = self._lost.near(start, RIVALRY, (start, end))
        least = 100 * (found.score - MARGIN)
        # Where the whole of a long place has its like, both its ends have; comparing those takes bounded time.
        ends = {(found.start, min(found.end, found.start + LONG)), (max(found.start, found.end - LONG), found.end)}
        for low, high in ends:
            best = fuzz.partial_ratio_alignment(self._new.text[low:high], others, score_cutoff=least)
            if 2 * len(others) < high - low or best is None or best.score < least:
                return False
        return True

    def _reaches(self, start: int, end: int, parts: list[Run]) -> Iterator[tuple[int, int]]:
        """Yield the new spans that the parts found may stand for: without and with what replaced the rest."""
        first, last = parts[0], parts[-1]
        old_low, low, old_high, high = first.old, first.new, last.old + last.size, last.new + last.size
        left, right = _limits(self._sure_runs, low, high, len(self._new))
        # Letters beside a part that agree: two runs claimed them, they were too few to count, or a guess took others.
        more = common_end(self._old.text, old_low, self._new.text, low, min(old_low - start, low - left))
        old_low, low = old_low - more, low - more
        more = common_start(self._old.text, old_high, self._new.text, high, min(end - old_high, right - high))
        old_high, high = old_high + more, high + more
        left, right = self._limits(low, high)
        for one in {low, *self._edge(old_low - start, left, low, before=True)}:
            for other in {high, *self._edge(end - old_high, high, right, before=False)}:
                yield one, other

    def _edge(self, wanted: int, low: int, high: int, *, before: bool) -> set[int]:
        """Return where an edge may be when ``wanted`` letters at it became something else in the new stretch."""
        if not wanted or low >= high:
            return set()
        near = high - wanted if before else low + wanted
        edges = {low if before else high} if high - low <= 2 * wanted + 8 else set()
        if low < near < high:
            edges |= {at for at in self._new.near_word_starts(near, 8) if low < at < high} or {near}
        return edges

    def _limits(self, low: int, high: int) -> tuple[int, int]:
        """Return how far the letters around a new span are free."""
        return _limits(self._new_runs, low, high, len(self._new))

    def _regions(self, start: int) -> Iterator[tuple[int, int]]:
        """Yield the free stretches of the new text beside what stood around the passage."""
        runs = self._alignment.runs
        at = bisect_right(runs, start, key=lambda run: run.old) - 1
        left = runs[at].new + runs[at].size if at >= 0 else 0
        right = runs[at + 1].new if at + 1 < len(runs) else len(self._new)
        for low, high in {(left, self._limits(left, left)[1]), (self._limits(right, right)[0], right)}:
            if low < high:
                yield low, high

    def _windows(self, quote: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of a free stretch that are most like the quote, unless another part of it is as well."""
        from rapidfuzz import fuzz

        size = len(quote)
        if high - low <= size:
            yield low, high
            return
        if (high - low) * size > CELLS:
            return
        region = self._new.text[low:high]
        best = fuzz.partial_ratio_alignment(quote, region, score_cutoff=100 * SIMILAR)
        if best is None:
            return
        least = best.score - 100 * MARGIN
        for rest in (region[: best.dest_start], region[best.dest_end :]):
            if len(rest) >= size and fuzz.partial_ratio(quote, rest, score_cutoff=least) >= least:
                return
        start, end = low + best.dest_start, low + best.dest_end
        for one in {start, *self._new.near_word_starts(start, 8)}:
            for other in {end, *self._new.near_word_starts(end, 8)}:
                if low <= one < other <= high:
                    yield one, other


def _limits(runs: Sequence[Run], low: int, high: int, size: int) -> tuple[int, int]:
    """Return how far no run (ordered by new offset) has the letters around a span of a text of ``size`` letters."""
    at = bisect_left(runs, low, key=lambda run: run.new) - 1
    left = min(low, runs[at].new + runs[at].size) if at >= 0 else 0
    at = bisect_left(runs, high, key=lambda run: run.new)
    right = runs[at].new if at < len(runs) else size
    return left, max(high, right)


def _clusters(parts: list[Run], size: int) -> list[list[Run]]:
    """Return the parts as they stand together in the new text."""
    groups: list[list[Run]] = [parts[:1]] if parts else []
    for one, other in pairwise(parts):
        if 0 <= other.new - one.new - one.size <= other.old - one.old - one.size + size:
            groups[-1].append(other)
        else:
            groups.append([other])
    return groups
