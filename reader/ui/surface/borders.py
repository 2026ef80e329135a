"""The borders of the clusters of one line: the one list that serves the click, the box and the caret.

Made from ``QTextLine.cursorToX`` alone (``xToCursor`` is wrong on wrapped right-to-left lines). At the start of a run
against the direction of the line Qt answers with the caret's place, not the letter's. In its visual caret style it
answers for every cluster with the edge on the side where the line begins, unless the run is the last of the text: so
every laid-out text ends in a sentinel, a mark without width of the base direction. The other edge of a cluster is the
next border, since clusters tile the line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import category

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextLayout

SENTINELS = {True: "\u200f", False: "\u200e"}
"""What ends every laid-out text, by whether its base direction is right to left (U+200F, U+200E)."""
_LEADING = QTextLine.Edge.Leading
_NEAR = 0.01
_MARKS = "\u200e\u200f"
_HANGING = " \t\n\u2028\u2029\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000" + _MARKS


def clusters_of(layout: QTextLayout, line: QTextLine, joined: Sequence[tuple[int, int]] = ()) -> list[Cluster]:
    """Return the clusters of ``line`` in logical order, those of each span of ``joined`` (lam-alef) as one.

    Positions are UTF-16 indexes into the layout's text, which ends in the sentinel; edges are x in the layout. White
    space that hangs over the end of the line, and what else has no ink there, has no width.
    """
    text = layout.text()
    starts = _starts(layout, line, joined, _units(text) - 1)
    if len(starts) < 2:
        return []
    parts = _parts(text, starts)
    visible = len(parts)
    while visible and parts[visible - 1] in _HANGING:
        visible -= 1
    rtl = layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
    sign = -1.0 if rtl else 1.0
    leads = [sign * _x(line, at) for at in starts]
    layout.setCursorMoveStyle(Qt.CursorMoveStyle.VisualMoveStyle)
    near = [sign * _x(line, at) for at in starts[:-1]]
    layout.setCursorMoveStyle(Qt.CursorMoveStyle.LogicalMoveStyle)
    against = [abs(x - leads[at]) > _NEAR for at, x in enumerate(near)]
    ranks = [_rank(part, x, leads[at]) for at, (part, x) in enumerate(zip(parts, near, strict=True))]
    _mend_composed(near, leads, against, starts)
    spaces = [at for at in range(visible, len(parts)) if parts[at] not in _MARKS]
    hanging, near = [near[at] for at in spaces], near[:visible]
    if hanging and near and min(hanging) < max(near) - _NEAR:
        near = _without_hanging(near, hanging)
        far = _extent(line, rtl=rtl)
    elif spaces or (visible == len(parts) and starts[-1] < line.textStart() + line.textLength()):
        far = leads[spaces[0] if spaces else visible]
    else:
        far = _extent(line, rtl=rtl)
    tiles = [(min(sign * x, sign * y), max(sign * x, sign * y)) for x, y in _tile(near, ranks, far)]
    tiles += [(sign * far, sign * far)] * (len(parts) - visible)
    return [
        Cluster(starts[at], starts[at + 1], left, right, rtl != (at < visible and against[at]))
        for at, (left, right) in enumerate(tiles)
    ]


def boxes(clusters: Sequence[Cluster], start: int, end: int) -> list[tuple[float, float]]:
    """Return the ``(left, right)`` stretches that ``start`` to ``end`` covers, from left to right, none over a gap."""
    chosen = sorted((c.left, c.right) for c in clusters if c.start < end and c.end > start and c.right > c.left)
    merged: list[tuple[float, float]] = []
    for left, right in chosen:
        if merged and left - merged[-1][1] <= 0.5:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def hit(clusters: Sequence[Cluster], x: float) -> tuple[int, bool]:
    """Return the border nearest to ``x`` as ``(index, after)``; ``after``: it is the end of the cluster that was hit.

    Raises IndexError for a line without clusters.
    """
    cluster = under(clusters, x)
    left_half = x < (cluster.left + cluster.right) / 2
    after = left_half == cluster.rtl
    return (cluster.end, True) if after else (cluster.start, False)


def under(clusters: Sequence[Cluster], x: float) -> Cluster:
    """Return the cluster whose box holds ``x``, or the nearest one; raises IndexError for a line without clusters."""
    seen = [c for c in visual_order(clusters) if c.right > c.left] or list(clusters)
    return seen[max(0, bisect_right([c.left for c in seen], x) - 1)]


def caret_x(clusters: Sequence[Cluster], index: int, *, after: bool) -> float | None:
    """Return x of the border ``index``, on the side of the cluster before it (``after``) or of the one that follows."""
    before = next((c for c in clusters if c.start < index <= c.end), None)
    following = next((c for c in clusters if c.start <= index < c.end), None)
    if before and before.end != index:
        return before.lead
    if after and before:
        return before.trail
    if following:
        return following.lead
    return before.trail if before else None


def visual_order(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return the clusters from left to right."""
    return sorted(clusters, key=lambda c: (c.left, c.right))


def _starts(layout: QTextLayout, line: QTextLine, joined: Sequence[tuple[int, int]], length: int) -> list[int]:
    at, end = line.textStart(), min(length, line.textStart() + line.textLength())
    starts = [at]
    while at < end:
        following = layout.nextCursorPosition(at)
        at = end if following <= at else min(following, end)
        starts.append(at)
    heads = [head for head, _ in joined]
    return [at for at in starts if not _inside(at, heads, joined)] if joined else starts


def _inside(at: int, heads: Sequence[int], joined: Sequence[tuple[int, int]]) -> bool:
    number = bisect_left(heads, at) - 1
    return number >= 0 and joined[number][0] < at < joined[number][1]


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _parts(text: str, starts: Sequence[int]) -> list[str]:
    """Return the text of each cluster."""
    if _units(text) == len(text):
        return [text[start:end] for start, end in pairwise(starts)]
    units = text.encode("utf-16-le", "surrogatepass")
    return [units[2 * start : 2 * end].decode("utf-16-le", "replace") for start, end in pairwise(starts)]


# Below, x counts along the line: from its right edge to the left where it runs so. ``near`` is the edge of a cluster
# on the side where the line begins.


def _rank(part: str, near: float, lead: float) -> int:
    """Tell which of clusters with one near edge has the width: not a control; surely one whose lead is beyond it."""
    if all(category(character) == "Cf" for character in part):
        return 0
    return 2 if lead > near + _NEAR else 1


def _mend_composed(near: list[float], leads: Sequence[float], against: Sequence[bool], starts: Sequence[int]) -> None:
    """Give clusters of several glyphs in a run against the line their near edge: Qt tells that of a part of them."""
    first = 0
    for at, contrary in enumerate(against):
        if not contrary:
            first = at + 1
            continue
        if starts[at + 1] - starts[at] > 1:
            follows = leads[at + 1] <= near[at] + _NEAR  # what comes next is of the same run
            near[at] = min(near[at], leads[at + 1] if follows else leads[first])


def _without_hanging(near: Sequence[float], hanging: Sequence[float]) -> list[float]:
    """Move what stands beyond hanging space that belongs to a run against the line.

    Qt paints such a run as if the space were not there, but counts it in the places of the caret.
    """
    first = min(hanging)
    width = min((x for x in near if x >= first - _NEAR), default=first) - first
    return [x - width if x >= first - _NEAR else x for x in near]


def _x(line: QTextLine, at: int) -> float:
    found = line.cursorToX(at, _LEADING)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]  # a pair, whatever the stub says


def _extent(line: QTextLine, *, rtl: bool) -> float:
    """Return where the painted text ends."""
    rect = line.naturalTextRect()
    return -rect.left() if rtl else rect.right()


def _tile(near: Sequence[float], ranks: Sequence[int], far: float) -> list[tuple[float, float]]:
    """Give each cluster the stretch from its near edge to the next border; of equal edges only one has width."""
    own = [round(x, 3) for x in near]
    keys = sorted(set(own))
    keys.append(max(round(far, 3), keys[-1] if keys else 0.0))
    wide: dict[float, int] = {}
    for at, key in enumerate(own):
        if key not in wide or ranks[at] >= ranks[wide[key]]:
            wide[key] = at
    return [
        (key, keys[bisect_right(keys, key)] if wide[key] == at and key < keys[-1] else key)
        for at, key in enumerate(own)
    ]


@dataclass(frozen=True, slots=True)
class Cluster:
    """What cannot be divided on the page: ``start`` and ``end`` are indexes, ``left`` and ``right`` are x."""

    start: int
    end: int
    left: float
    right: float
    rtl: bool

    @property
    def lead(self) -> float:
        """Return x of its first edge in reading order."""
        return self.right if self.rtl else self.left

    @property
    def trail(self) -> float:
        """Return x of its last edge in reading order."""
        return self.left if self.rtl else self.right
