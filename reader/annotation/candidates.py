"""Places of a quote in a text when there is no older version to align with: notes from elsewhere, and orphans.

Only the quote and the letters around it are known. Exact and edited places are weighed together, by quote and
surroundings at once: the quote letter by letter in other surroundings is often its like, not itself. Without the older
version nobody can tell a passage that was cut out from a like of it in the same words: the thresholds were read off
tests/benchmarks/reanchor.py, one half of its texts: of passages that are there 94 in a hundred are found, of those cut
out while their like stays 2 in a hundred find that like (on the other half, of refrains mostly, 94 and 9).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reader.annotation.align import enough
from reader.annotation.letters import Letters
from reader.annotation.likeness import AROUND, PLACES, ahead, kept, occurrences, similarity
from reader.annotation.placing import CELLS, IN_PIECES, LONG, MARGIN, SIMILAR
from reader.text.fold import ANCHORING, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.annotation.model import Target

AROUND_EXACT = 0.8
"""Least agreement of the letters around a place, both sides on average, that has the quote letter by letter."""
AROUND_ALONE = 0.65
"""The same for a quote that is once in the text and too long to be there by chance."""
EDITED = 1.55
"""Least sum of the agreement of an edited quote and of the letters around it."""
UNLIKE = 0.45
"""Similarity below which a place is not even offered to a person."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Letters of a text that may be the passage: how well the quote agrees, and what stands before and after it.

    ``alike``: the source is spelled as the quote is. A side of which nothing is known agrees with everything.
    """

    start: int
    end: int
    score: float
    before: float
    after: float
    alike: bool

    @property
    def sides(self) -> tuple[float, float]:
        """How well the letters before and after agree."""
        return self.before, self.after

    @property
    def rank(self) -> tuple[float, bool]:
        """Better candidates are greater."""
        return 2 * self.score + self.before + self.after, self.alike


class Whole:
    """One text to be searched for quotes."""

    __slots__ = ("_names", "_places", "letters", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._names: dict[str, int] = {}
        self.letters = Letters(text, fold(text, ANCHORING), self._names)
        self._places: dict[int, list[int]] = {}

    def best(self, target: Target) -> Candidate | None:
        """Return the place that is certainly meant, or None: no place, or two that are as likely."""
        wanted = Wanted(target, self._names)
        if not wanted.quote:
            return None
        exact = list(islice(self._exact(wanted), PLACES + 1))
        if len(exact) > PLACES:
            return None
        found = [*exact, *self._edited(wanted)]
        found.sort(key=lambda candidate: candidate.rank, reverse=True)
        if not found or not self._convincing(found[0], wanted, exact):
            return None
        first = found[0]
        tied = [other for other in found[1:] if not _stands_out(first, other)]
        if tied and (not first.alike or any(other.alike for other in tied)):
            return None
        return first

    def ranked(self, target: Target, limit: int) -> list[Candidate]:
        """Return up to ``limit`` places for a person to choose from, the likeliest first, none overlapping another."""
        wanted = Wanted(target, self._names)
        if not wanted.quote:
            return []
        found = list(islice(self._exact(wanted), PLACES)) + list(self._edited(wanted, limit, UNLIKE))
        kept_apart: list[Candidate] = []
        for one in sorted(found, key=lambda candidate: candidate.rank, reverse=True):
            if all(one.end <= other.start or other.end <= one.start for other in kept_apart):
                kept_apart.append(one)
        return kept_apart[:limit]

    def _convincing(self, candidate: Candidate, wanted: Wanted, exact: list[Candidate]) -> bool:
        """Tell whether the best place is good enough by itself."""
        known = [side for side, letters in zip(candidate.sides, (wanted.prefix, wanted.suffix), strict=True) if letters]
        around = sum(known) / len(known) if known else 1.0
        if candidate.score < 1:
            return bool(known) and candidate.score + around >= EDITED
        alone = len(exact) == 1 and len(wanted.quote) >= enough(len(self.letters))
        return around >= (AROUND_ALONE if alone else AROUND_EXACT)

    def _exact(self, wanted: Wanted) -> Iterator[Candidate]:
        for start in occurrences(self.letters.text, wanted.quote, 0, len(self.letters), PLACES + 1):
            end = start + len(wanted.quote)
            if self._edges_fit(start, wanted.starts_word) and self._edges_fit(end, wanted.ends_word):
                yield self._candidate(start, end, wanted)

    def _edges_fit(self, offset: int, at_word: bool | None) -> bool:
        return at_word is None or self.letters.is_word_start(offset) == at_word

    def _candidate(self, start: int, end: int, wanted: Wanted) -> Candidate:
        text = self.letters.text
        source_start, source_end = self.letters.span(start, end)
        before, after = wanted.prefix, wanted.suffix
        return Candidate(
            start,
            end,
            similarity(wanted.quote, text[start:end]),
            _agreement(before[::-1], text[max(0, start - len(before)) : start][::-1]),
            _agreement(after, text[end : end + len(after)]),
            self.text[source_start:source_end] == wanted.spelled,
        )

    def _edited(self, wanted: Wanted, most: int = 2, least: float = SIMILAR) -> Iterator[Candidate]:
        """Yield the places most like the quote in its surroundings, the best first, those spelled otherwise included.

        A long quote is looked for by both its ends.
        """
        if len(wanted.quote) > 2 * LONG:
            yield from self._between_ends(wanted, least)
            return
        for low, high in self._windows(wanted, 0, len(wanted.whole), most, least):
            start, end = self._inside(wanted, low, high)
            if start >= end or self.letters.text[start:end] == wanted.quote:
                continue
            candidate = self._candidate(start, end, wanted)
            place = self.letters.text[start:end]
            if least < SIMILAR or (candidate.score >= SIMILAR and kept(wanted.quote, place, 3) >= IN_PIECES):
                yield candidate

    def _between_ends(self, wanted: Wanted, least: float) -> Iterator[Candidate]:
        start, end = len(wanted.prefix), len(wanted.prefix) + len(wanted.quote)
        heads = self._windows(wanted, 0, start + LONG, 1, least)
        tails = self._windows(wanted, end - LONG, len(wanted.whole), 1, least)
        for (low, high), (other_low, other_high) in zip(heads, tails, strict=False):
            first = self._aligned(wanted.whole[: start + LONG], start, low, high)
            last = self._aligned(wanted.whole[end - LONG :], LONG, other_low, other_high)
            if len(wanted.quote) < 2 * (last - first) < 4 * len(wanted.quote):
                candidate = self._candidate(first, last, wanted)
                if least <= candidate.score < 1:
                    yield candidate

    def _windows(self, wanted: Wanted, start: int, end: int, most: int, least: float) -> Iterator[tuple[int, int]]:
        """Yield up to ``most`` spans most like those letters of what is wanted; no two overlap."""
        from rapidfuzz import fuzz

        text, whole = self.letters.text, wanted.whole[start:end]
        stretches = [(0, len(text))]
        if len(text) * len(whole) > CELLS:
            stretches = self._likely(wanted, start, end, 2 * most + 2)
        for _ in range(most):
            found = None
            for low, high in stretches:
                window = fuzz.partial_ratio_alignment(whole, text[low:high], score_cutoff=100 * least)
                if window is not None and high - low >= len(whole) // 2 and (found is None or window.score > found[0]):
                    # Where the stretch is the shorter one, it is looked for in the quote and is a place as a whole.
                    inside = high - low > len(whole)
                    span = (low + window.dest_start, low + window.dest_end) if inside else (low, high)
                    found = (window.score, *span, low, high)
            if found is None:
                return
            _, first, last, low, high = found
            yield first, last
            stretches.remove((low, high))
            stretches += [(low, first), (last, high)]

    def _likely(self, wanted: Wanted, start: int, end: int, most: int) -> list[tuple[int, int]]:
        """Return the stretches of a long text where most words of what is wanted stand about where they should.

        Words that are everywhere have no vote. Looking through every letter would take a second for ten million.
        """
        if not self._places:
            for name, at in zip(self.letters.names, self.letters.starts, strict=True):
                self._places.setdefault(name, []).append(at)
        size = end - start
        votes: Counter[int] = Counter()
        for offset, name in wanted.words:
            places = self._places.get(name, ())
            if start <= offset < end and len(places) <= PLACES:
                for slot in {max(0, at - offset + start) // size for at in places}:
                    votes[slot] += 1
        stretches: list[tuple[int, int]] = []
        for slot in sorted(slot for slot, _ in votes.most_common(most)):
            low, high = max(0, (slot - 1) * size), min(len(self.letters), (slot + 3) * size)
            if stretches and low <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], high)
            else:
                stretches.append((low, high))
        return stretches

    def _inside(self, wanted: Wanted, low: int, high: int) -> tuple[int, int]:
        """Return where the quote itself is in the place of the quote with its surroundings."""
        start = self._aligned(wanted.whole, len(wanted.prefix), low, high)
        end = self._aligned(wanted.whole, len(wanted.prefix) + len(wanted.quote), low, high)
        return start, end

    def _aligned(self, whole: str, edge: int, low: int, high: int) -> int:
        """Return the letter of the place that an edge inside ``whole`` falls on; a word starts there if one is near."""
        from rapidfuzz.distance import LCSseq

        blocks = LCSseq.opcodes(whole, self.letters.text[low:high]).as_matching_blocks()
        at = bisect_left(blocks, edge + 1, key=lambda block: block.a) - 1
        if at < 0:
            offset = low
        else:
            offset = low + min(blocks[at].b + edge - blocks[at].a, blocks[at + 1].b if at + 1 < len(blocks) else high)
        near = [] if self.letters.is_word_start(offset) else self.letters.near_word_starts(offset, 3)
        return min(near, key=lambda start: abs(start - offset), default=offset)


class Wanted:
    """What is known of a passage, as letters."""

    __slots__ = ("ends_word", "prefix", "quote", "spelled", "starts_word", "suffix", "whole", "words")

    def __init__(self, target: Target, names: dict[str, int]) -> None:
        """Take a target's quote and surroundings apart; ``names`` numbers the words of the text to be searched."""
        text = target.prefix + target.exact + target.suffix
        found = Letters(text, fold(text, ANCHORING), names)
        start, end = found.at(len(target.prefix), len(target.prefix) + len(target.exact))
        self.whole = found.text
        self.prefix = found.text[:start]
        self.quote = found.text[start:end]
        self.suffix = found.text[end:]
        self.words = list(zip(found.starts, found.names, strict=True))
        self.spelled = target.exact.strip()
        self.starts_word = found.is_word_start(start) if self.prefix else None
        self.ends_word = found.is_word_start(end) if self.suffix else None


def _stands_out(first: Candidate, other: Candidate) -> bool:
    """Tell whether the first candidate is clearly a better place than the other."""
    if other.score + MARGIN <= first.score:
        return all(ours >= theirs - MARGIN for ours, theirs in zip(first.sides, other.sides, strict=True))
    return ahead(first.sides, other.sides)


def _agreement(known: str, found: str) -> float:
    """Return how well letters agree with those known, both read from the passage outwards; 1 where none are known."""
    if not known:
        return 1.0
    near = min(AROUND)
    return (similarity(known[:near], found[:near]) + similarity(known, found)) / 2
