"""How alike two passages are: letters in common, and surroundings that agree better than others."""

from __future__ import annotations

from reader.annotation.letters import common_end, common_start

AROUND = (12, 48)
"""Letters compared on each side where the words around decide: the nearest ones count in both."""
AHEAD = 0.3
"""How far ahead of the next one, both sides added up, the best surroundings must be."""
CHANCE = 0.5
"""Similarity below which surroundings have nothing in common but the alphabet."""
PLACES = 256
"""Equal places that are weighed; a quote with more could be anywhere."""
LARGE = 100_000_000
"""Letters times letters of two passages that are compared in full (ten milliseconds)."""


def occurrences(text: str, quote: str, start: int, end: int, most: int = PLACES + 1) -> list[int]:
    """Return the first places of the quote between two letters, ``most`` of them at most."""
    found: list[int] = []
    at = text.find(quote, start, end)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = text.find(quote, at + 1, end)
    return found


def ahead(sides: tuple[float, float], others: tuple[float, float]) -> bool:
    """Tell whether surroundings agree better than others do: clearly on the whole, and not worse on either side."""
    ours, theirs = [max(CHANCE, side) for side in sides], [max(CHANCE, side) for side in others]
    return sum(ours) - sum(theirs) >= AHEAD and all(a >= b - AHEAD / 2 for a, b in zip(ours, theirs, strict=True))


def similarity(one: str, other: str) -> float:
    """Return twice the letters of the longest common subsequence over the letters of both, 0 to 1."""
    from rapidfuzz import fuzz

    if len(one) * len(other) > LARGE:
        return 2 * common(one, other) / (len(one) + len(other))
    return fuzz.ratio(one, other) / 100


def kept(quote: str, place: str, shortest: int) -> float:
    """Return the share of the quote's letters that the place has in order, in pieces of ``shortest`` or more."""
    from rapidfuzz.distance import LCSseq

    if len(quote) * len(place) > LARGE:
        return common(quote, place) / len(quote)
    blocks = LCSseq.opcodes(quote, place).as_matching_blocks()
    return sum(block.size for block in blocks if block.size >= shortest) / len(quote)


def common(one: str, other: str) -> int:
    """Return how many letters two texts too long to be compared in full have in common at their start and end."""
    limit = min(len(one), len(other))
    start = common_start(one, 0, other, 0, limit)
    return start + common_end(one, len(one), other, len(other), limit - start)
