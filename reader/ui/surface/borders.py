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
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextLayout

SENTINELS = {True: "\u200f", False: "\u200e"}
"""What ends every laid-out text, by whether its base direction is right to left (U+200F, U+200E)."""
_LEADING = QTextLine.Edge.Leading
_NEAR = 0.01
_HANGING = " \t\n\u2028\u2029\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000\u200e\u200f"


def clusters_of(layout: QTextLayout, line: QTextLine, joined: Sequence[tuple[int, int]] = ()) -> list[Cluster]:
    """Return the clusters of ``line`` in logical order, those of each span of ``joined`` (lam-alef) as one.

    Positions are UTF-16 indexes into the layout's text, which ends in the sentinel; edges are x in the layout. White
    space that hangs over the end of the line, and what else has no ink there, has no width.
    """
    text = layout.text()
    starts = _starts(layout, line, joined, _units(text) - 1)
    if len(starts) < 2:
        return []
    visible = _visible(text, starts)
    rtl = layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
    logical = [_x(line, at) for at in starts]
    layout.setCursorMoveStyle(Qt.CursorMoveStyle.VisualMoveStyle)
    near = [_x(line, at) for at in starts[:visible]]
    layout.setCursorMoveStyle(Qt.CursorMoveStyle.LogicalMoveStyle)
    far = _far(line, logical, visible, ended=starts[-1] < line.textStart() + line.textLength(), rtl=rtl)
    tiles = _tile(near, logical, far, rtl=rtl)
    tiles += [(far, far, rtl)] * (len(starts) - 1 - visible)
    return [Cluster(starts[at], starts[at + 1], *tile) for at, tile in enumerate(tiles)]


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


def _visible(text: str, starts: Sequence[int]) -> int:
    """Return how many clusters stand before the white space at the end of the line."""
    visible = len(starts) - 1
    if _units(text) != len(text):
        encoded = text.encode("utf-16-le", "surrogatepass")
        while (
            visible
            and encoded[2 * starts[visible - 1] : 2 * starts[visible]].decode("utf-16-le", "replace") in _HANGING
        ):
            visible -= 1
        return visible
    while visible and text[starts[visible - 1] : starts[visible]] in _HANGING:
        visible -= 1
    return visible


def _x(line: QTextLine, at: int) -> float:
    found = line.cursorToX(at, _LEADING)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]  # a pair, whatever the stub says


def _far(line: QTextLine, logical: Sequence[float], visible: int, *, ended: bool, rtl: bool) -> float:
    """Return x of the end of the visible text: where the hanging space or the sentinel begins, which run along."""
    if visible < len(logical) - 1 or ended:
        return logical[visible]
    extent = line.naturalTextRect()
    return min(extent.left(), *logical) if rtl else max(extent.right(), *logical)


def _tile(near: Sequence[float], logical: Sequence[float], far: float, *, rtl: bool) -> list[tuple[float, float, bool]]:
    """Give each cluster the stretch from its near edge to the next border; equal edges: only one of them has width."""
    sign = -1.0 if rtl else 1.0
    keys = sorted({round(sign * x, 3) for x in near})
    keys.append(max(round(sign * far, 3), keys[-1] if keys else 0.0))
    wide: dict[float, int] = {}
    for at, x in enumerate(near):
        key = round(sign * x, 3)
        against = abs(x - logical[at]) > _NEAR
        holder = wide.get(key)
        if holder is None or abs(near[holder] - logical[holder]) <= _NEAR or (against and at < holder):
            wide[key] = at
    tiles: list[tuple[float, float, bool]] = []
    for at, x in enumerate(near):
        key = round(sign * x, 3)
        end = keys[bisect_right(keys, key)] if wide[key] == at and key < keys[-1] else key
        against = abs(x - logical[at]) > _NEAR
        edges = sorted((sign * key, sign * end))
        tiles.append((edges[0], edges[1], rtl != against))
    return tiles


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
