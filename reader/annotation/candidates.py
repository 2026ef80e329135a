"""Places of a quote in a text when there is no older version to align with: notes from elsewhere, and orphans.

Only the quote and the letters around it are known. Exact and edited places are weighed together, by quote and
surroundings at once: the quote letter by letter in other surroundings is often its like, not itself. Without the older
version nobody can tell a passage that was cut out from a like of it in the same words: the thresholds were read off
tests/benchmarks/reanchor.py, one half of its texts: of passages that are there 93 in a hundred are found, of those cut
out while their like stays 3 in a hundred find that like (on the other half, of refrains mostly, 93 and 9).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reader.annotation.align import enough
from reader.annotation.letters import letters
from reader.annotation.placing import (
    AROUND,
    IN_PIECES,
    LONG,
    MARGIN,
    PLACES,
    SIMILAR,
    ahead,
    kept,
    occurrences,
    similarity,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.annotation.letters import Letters
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

    __slots__ = ("letters", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters: Letters
        (self.letters,) = letters(text)

    def best(self, target: Target) -> Candidate | None:
        """Return the place that is certainly meant, or None: no place, or two that are as likely."""
        wanted = Wanted(target)
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
        wanted = Wanted(target)
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
        whole = wanted.prefix + wanted.quote + wanted.suffix
        for low, high in self._windows(whole, most, least):
            start, end = self._inside(wanted, low, high)
            if start >= end or self.letters.text[start:end] == wanted.quote:
                continue
            candidate = self._candidate(start, end, wanted)
            place = self.letters.text[start:end]
            if least < SIMILAR or (candidate.score >= SIMILAR and kept(wanted.quote, place, 3) >= IN_PIECES):
                yield candidate

    def _between_ends(self, wanted: Wanted, least: float) -> Iterator[Candidate]:
        heads = self._windows(wanted.prefix + wanted.quote[:LONG], 1, least)
        tails = self._windows(wanted.quote[-LONG:] + wanted.suffix, 1, least)
        for (low, high), (other_low, other_high) in zip(heads, tails, strict=False):
            start = self._aligned(wanted.prefix + wanted.quote[:LONG], len(wanted.prefix), low, high)
            end = self._aligned(wanted.quote[-LONG:] + wanted.suffix, LONG, other_low, other_high)
            if len(wanted.quote) < 2 * (end - start) < 4 * len(wanted.quote):
                candidate = self._candidate(start, end, wanted)
                if candidate.score >= least and candidate.score < 1:
                    yield candidate

    def _windows(self, whole: str, most: int, least: float) -> Iterator[tuple[int, int]]:
        """Yield up to ``most`` spans most like ``whole`` that do not overlap."""
        from rapidfuzz import fuzz

        text = self.letters.text
        stretches = [(0, len(text))]
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
            _, start, end, low, high = found
            yield start, end
            stretches.remove((low, high))
            stretches += [(low, start), (end, high)]

    def _inside(self, wanted: Wanted, low: int, high: int) -> tuple[int, int]:
        """Return where the quote itself is in the place of the quote with its surroundings."""
        whole = wanted.prefix + wanted.quote + wanted.suffix
        start = self._aligned(whole, len(wanted.prefix), low, high)
        end = self._aligned(whole, len(wanted.prefix) + len(wanted.quote), low, high)
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
        near = self.letters.near_word_starts(offset, 3)
        return min(near, key=lambda start: abs(start - offset), default=offset)


class Wanted:
    """What is known of a passage, as letters."""

    __slots__ = ("ends_word", "prefix", "quote", "spelled", "starts_word", "suffix")

    def __init__(self, target: Target) -> None:
        whole = target.prefix + target.exact + target.suffix
        (all_letters,) = letters(whole)
        start, end = all_letters.at(len(target.prefix), len(target.prefix) + len(target.exact))
        self.prefix = all_letters.text[:start]
        self.quote = all_letters.text[start:end]
        self.suffix = all_letters.text[end:]
        self.spelled = target.exact.strip()
        self.starts_word = all_letters.is_word_start(start) if self.prefix else None
        self.ends_word = all_letters.is_word_start(end) if self.suffix else None


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
