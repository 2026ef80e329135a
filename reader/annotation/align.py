"""Which letters of a new version are which letters of the old one: moved blocks and edited gaps included.

First runs that hold four words found once in each text, grown letter by letter as far as both agree, wherever they
went; then the gaps between two runs that are still neighbours, by words found once in the gap, by the longest common
subsequence of words, at last of letters. Nothing is ever matched twice: a place of the new text that another passage
of the old one has kept is not free for a passage that was deleted. Where two runs claim the same letters (one refrain
of two was dropped, and both neighbours would keep it) neither gets them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from reader.annotation.letters import common_end, common_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.annotation.letters import Letters

SEED = 4
"""Words in a row, found once in each text, that start a run; half as many and then one within a gap."""
MOVED = 28
"""Letters that a run needs to count although it is out of order."""
CELLS = 16_000_000
"""Largest gap, words by words or letters by letters, that is compared in full (a few milliseconds)."""
WORK = 40
"""How many times over, at most, the letters of both texts are gone through for the gaps inside gaps."""
SHORTEST = 3
"""Letters of the shortest match that counts inside an edited gap."""


class Run(NamedTuple):
    """``size`` letters from ``old`` in the old text that are the letters from ``new`` in the new one."""

    old: int
    new: int
    size: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two neighbouring runs: letters of both texts that may be the same passage, edited."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """``runs`` by their old offset; ``gaps`` that were compared by their edits; ``free`` stretches of the new text."""

    runs: tuple[Run, ...]
    gaps: tuple[Gap, ...]
    free: tuple[tuple[int, int], ...]
    lost: tuple[tuple[int, int], ...]
    """Stretches of the old text that are nowhere in the new one."""
    likely: Mapping[Run, Gap]
    """Short runs that were found in a gap alone: right for the order of things, and no proof for a single word."""
    guesses: frozenset[Run]
    """Runs of the longest common subsequence of a gap: of two that are alike it takes either."""


def align(old: Letters, new: Letters) -> Alignment:
    """Align two versions; a time that grows with their length, whatever they hold."""
    whole = Gap(old.head, len(old) - old.tail, new.head, len(new) - new.tail)
    runs = _grown(old, new, _seeds(old, new, whole, SEED), whole)
    runs = _in_order_or_long(_apart(runs))
    ends = [Run(0, 0, old.head)] if old.head else []
    ends += [Run(whole.old_end, whole.new_end, old.tail)] if old.tail else []
    found = sorted([*runs, *ends])
    filled, guessed, gaps = _filled(old, new, _gaps(found, Gap(0, len(old), 0, len(new))))
    filled |= guessed
    found = sorted([*found, *filled])
    return Alignment(
        tuple(found),
        tuple(sorted(gaps, key=lambda gap: gap.old_start)),
        tuple(_between(sorted((run.new, run.new + run.size) for run in found), len(new))),
        tuple(_between([(run.old, run.old + run.size) for run in found], len(old))),
        {run: gap for run, gap in filled.items() if run.size < MOVED},
        frozenset(guessed),
    )


def _seeds(old: Letters, new: Letters, gap: Gap, words: int) -> list[tuple[int, int]]:
    """Return where ``words`` words in a row begin that the gap holds exactly once on each side, by old offset."""
    olds = _once(old, gap.old_start, gap.old_end, words)
    news = _once(new, gap.new_start, gap.new_end, words)
    if len(news) < len(olds):
        return sorted((olds[key], at) for key, at in news.items() if at >= 0 and olds.get(key, -1) >= 0)
    return [(at, news[key]) for key, at in olds.items() if at >= 0 and news.get(key, -1) >= 0]


def _once(text: Letters, start: int, end: int, words: int) -> dict[int, int]:
    """Return the offset of each row of words between two letters, -1 for one that comes again."""
    low, high = bisect_left(text.starts, start), bisect_left(text.starts, end)
    names = text.names[low:high]
    rows: Iterable[int] = (
        names if words == 1 else map(hash, zip(*(names[shift:] for shift in range(words)), strict=False))
    )
    where: dict[int, int] = {}
    for row, at in zip(rows, text.starts[low:high], strict=False):
        where[row] = -1 if row in where else at
    return where


def _grown(old: Letters, new: Letters, seeds: Iterable[tuple[int, int]], gap: Gap) -> list[Run]:
    """Grow each seed both ways within the gap as far as the letters agree; seeds inside one run give it once."""
    runs: list[Run] = []
    last = Run(-1, -1, 0)
    for i, j in seeds:
        if i < last.old + last.size and i - last.old == j - last.new:
            continue
        after = common_start(old.text, i, new.text, j, min(gap.old_end - i, gap.new_end - j))
        before = common_end(old.text, i, new.text, j, min(i - gap.old_start, j - gap.new_start))
        last = Run(i - before, j - before, before + after)
        if after:
            runs.append(last)
    return runs


def _apart(runs: list[Run]) -> list[Run]:
    """Take from all runs the letters that two of them claim, in the old text or in the new one."""
    by_old = _without_overlap(sorted(runs), 0)
    return sorted(_without_overlap(sorted(by_old, key=lambda run: (run.new, run.old)), 1))


def _without_overlap(runs: list[Run], side: int) -> list[Run]:
    kept: list[Run] = []
    reach = 0
    for at, run in enumerate(runs):
        following = runs[at + 1] if at + 1 < len(runs) else None
        start, end = run[side], run[side] + run.size
        front = max(0, min(reach, end) - start)
        stop = min(end, following[side]) if following is not None else end
        reach = max(reach, end)
        if start + front < stop:
            kept.append(Run(run.old + front, run.new + front, stop - start - front))
    return kept


def _in_order_or_long(runs: list[Run]) -> list[Run]:
    """Return the runs that kept their order, and of the others those long enough with their neighbours."""
    chain = set(_heaviest_chain(runs))
    return sorted([*chain, *_supported([run for run in runs if run not in chain], MOVED)])


def _supported(runs: list[Run], least: float) -> list[Run]:
    """Return the runs that have ``least`` letters, alone or together with the neighbours that kept their distance."""
    kept: list[Run] = []
    group: list[Run] = []
    for run, following in zip(runs, [*runs[1:], None], strict=True) if runs else []:
        group.append(run)
        if following is None or not _neighbours(run, following):
            kept += group if sum(one.size for one in group) >= least else []
            group = []
    return kept


def enough(within: int) -> float:
    """Return how many letters a quote needs that is once among ``within`` to be hardly there by chance.

    Measured on halves of books, suras and collections of verse: of quotes that one half holds once, at most one in a
    hundred of this length is once in a stretch of that length of the other half. Six letters are the least: in fifty,
    of four letters two in a hundred come back by chance, of two fourteen.
    """
    return max(6.0, 2 * log2(max(within, 2)) - 6)


def _neighbours(one: Run, other: Run) -> bool:
    """Tell whether ``other`` follows ``one`` at about the same distance in both texts."""
    old, new = other.old - one.old - one.size, other.new - one.new - one.size
    return new >= 0 and max(old, new) <= 4 * (one.size + other.size)


def _heaviest_chain(runs: Sequence[Run]) -> list[Run]:
    """Return the runs with the most letters that stand in the same order in both texts (Fenwick tree of best sums)."""
    ranks = {new: rank for rank, new in enumerate(sorted({run.new for run in runs}), 1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)
    previous: list[int] = []
    top = (0, -1)
    for index, run in enumerate(runs):
        rank = ranks[run.new]
        weight, before = 0, -1
        at = rank - 1
        while at > 0:
            if best[at][0] > weight:
                weight, before = best[at]
            at &= at - 1
        previous.append(before)
        entry = (weight + run.size, index)
        top = max(top, entry)
        while rank <= len(ranks):
            if entry[0] > best[rank][0]:
                best[rank] = entry
            rank += rank & -rank
    chain: list[Run] = []
    index = top[1]
    while index >= 0:
        chain.append(runs[index])
        index = previous[index]
    return chain[::-1]


def _gaps(runs: Sequence[Run], within: Gap) -> list[Gap]:
    """Return the gaps between runs that are neighbours in both texts; the ends of ``within`` count as runs."""
    fenced = [
        Run(within.old_start, within.new_start, 0),
        *runs,
        Run(within.old_end, within.new_end, 0),
    ]
    order = sorted(range(len(fenced)), key=lambda at: (fenced[at].new, fenced[at].new + fenced[at].size, at))
    following = dict(pairwise(order))
    gaps = []
    for at, (one, other) in enumerate(pairwise(fenced)):
        gap = Gap(one.old + one.size, other.old, one.new + one.size, other.new)
        if following.get(at) == at + 1 and gap.old_start < gap.old_end and gap.new_start < gap.new_end:
            gaps.append(gap)
    return gaps


def _filled(old: Letters, new: Letters, waiting: list[Gap]) -> tuple[dict[Run, Gap], dict[Run, Gap], list[Gap]]:
    """Return what edited gaps have kept, by words found once and by guess, with its gap, and the gaps compared whole.

    Every gap that gives runs leaves smaller ones. Texts made so that each run gives just the next one stop at ``WORK``.
    """
    runs: dict[Run, Gap] = {}
    guesses: dict[Run, Gap] = {}
    gaps: list[Gap] = []
    work = WORK * (len(old) + len(new))
    while waiting:
        gap = waiting.pop()
        work -= gap.old_end - gap.old_start + gap.new_end - gap.new_start
        inner = _ordered_seeds(old, new, gap) if work > 0 else []
        if inner:
            runs.update(dict.fromkeys(inner, gap))
            waiting += _gaps(inner, gap)
        else:
            gaps.append(gap)
            guesses.update(dict.fromkeys(_compared(old, new, gap), gap))
    return runs, guesses, gaps


def _ordered_seeds(old: Letters, new: Letters, gap: Gap) -> list[Run]:
    """Return the runs in order that grow from rows of words found once on both sides of the gap, longest rows first.

    Chance alone puts about twice the square root of the matches in order; a chain no longer than that says nothing.
    """
    for words in (SEED, 2, 1):
        seeds = _seeds(old, new, gap, words)
        runs = _heaviest_chain(_apart(_grown(old, new, seeds, gap)))
        if len(seeds) > SEED and len(runs) ** 2 <= SEED * len(seeds):
            continue
        runs = _supported(runs, enough(gap.new_end - gap.new_start))
        if runs:
            return runs
    return []


def _compared(old: Letters, new: Letters, gap: Gap) -> list[Run]:
    """Return the longest common subsequence of a gap's letters in pieces worth the name; none of a gap too large."""
    from rapidfuzz.distance import LCSseq

    if (gap.old_end - gap.old_start) * (gap.new_end - gap.new_start) > CELLS:
        return []
    one, other = old.text[gap.old_start : gap.old_end], new.text[gap.new_start : gap.new_end]
    return [
        Run(gap.old_start + block.a, gap.new_start + block.b, block.size)
        for block in LCSseq.opcodes(one, other).as_matching_blocks()
        if block.size >= SHORTEST
    ]


def _between(taken: Iterable[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Return the stretches of a text of ``size`` letters that lie between those taken, which are in order."""
    found = []
    reach = 0
    for start, end in taken:
        if start > reach:
            found.append((reach, start))
        reach = max(reach, end)
    if reach < size:
        found.append((reach, size))
    return found


def covering(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """Return the parts of runs (ordered by old offset) that lie between two old letters."""
    at = max(0, bisect_right(runs, start, key=lambda run: run.old) - 1)
    parts = []
    for run in runs[at:]:
        if run.old >= end:
            break
        low, high = max(run.old, start), min(run.old + run.size, end)
        if low < high:
            parts.append(Run(low, run.new + low - run.old, high - low))
    return parts
