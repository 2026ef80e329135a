"""Where the cards of the margin stand: level with their lines, in order, without overlap, moved as little as can be.

Pure arithmetic. With ``z[i] = y[i] - (heights and gaps before i)``, "no overlap" says that z never falls, so the least
sum of displacements is an isotonic regression in the absolute norm. It is solved exactly in O(n log n) with one heap
("slope trick": the heap holds the breakpoints of the convex cost of all cards so far).
"""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def levels(
    wanted: Sequence[float],
    heights: Sequence[float],
    *,
    gap: float = 10.0,
    held: int | None = None,
    top: float = -math.inf,
    bottom: float = math.inf,
) -> list[float]:
    """Return the top of every card, in the unit and order of ``wanted`` (the tops of their lines, never falling).

    The sum of ``abs(result - wanted)`` is the least there is. ``held`` is the index of a card that stays exactly level
    with its line, the others giving way. No card begins above ``top``, none ends below ``bottom`` where they all fit.
    """
    count = len(wanted)
    if not count:
        return []
    before = [0.0] * count
    for index in range(1, count):
        before[index] = before[index - 1] + heights[index - 1] + gap
    aims = [want - offset for want, offset in zip(wanted, before, strict=True)]
    least = top
    most = max(least, bottom - before[-1] - heights[-1])
    if held is None:
        moved = _isotonic(aims)
    else:
        pivot = min(max(aims[held], least), most)
        moved = [
            *(min(aim, pivot) for aim in _isotonic(aims[:held])),
            pivot,
            *(max(aim, pivot) for aim in _isotonic(aims[held + 1 :])),
        ]
    return [min(max(aim, least), most) + offset for aim, offset in zip(moved, before, strict=True)]


def _isotonic(aims: Sequence[float]) -> list[float]:
    """Return the never-falling sequence nearest to ``aims`` in the sum of absolute differences."""
    heap: list[float] = []
    best: list[float] = []
    for aim in aims:
        heapq.heappush(heap, -aim)
        if -heap[0] > aim:
            heapq.heapreplace(heap, -aim)
        best.append(-heap[0])
    for index in range(len(best) - 2, -1, -1):
        best[index] = min(best[index], best[index + 1])
    return best
