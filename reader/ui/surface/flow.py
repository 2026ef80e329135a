"""Which pieces stand where in the viewport: lays out what is seen and keeps its place when anything above changes.

The place is held as (piece, y of its top in the viewport); the scroll bar's value is derived from it and from the
heights known so far, never the other way round, so that a corrected height never moves the text that is being read.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.ui.surface.heights import Heights
from reader.ui.surface.layout import Laid, lay_out
from reader.ui.surface.pieces import Piece, piece_after, piece_at, piece_before

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.ui.surface.frame import Line
    from reader.ui.surface.page import Page

PAD = 44.0
"""Empty space above the first and below the last piece."""
_CACHED = 96
_CACHED_CHARS = 60_000


class Flow:
    """The visible part of one article on one page."""

    def __init__(self, desk: Desk, page: Page, height: float) -> None:
        self.desk, self.page, self.height = desk, page, height
        self.visible: list[tuple[Laid, float]] = []
        self.heights = Heights(desk.length, page.rate)
        self._cache: OrderedDict[int, Laid] = OrderedDict()
        self._chars = 0
        self._anchor: Piece | None = piece_at(desk, 0)
        self._y: float = PAD
        """Whole pixels, or the letters would blur."""

    @property
    def maximum(self) -> int:
        """The greatest value of the scroll bar."""
        return max(0, round(self.heights.total + 2 * PAD - self.height))

    @property
    def value(self) -> int:
        """The value of the scroll bar for what is shown."""
        if self._anchor is None:
            return 0
        if self.at_end():
            return self.maximum
        return max(0, min(self.maximum, round(PAD + self.heights.top(self._anchor.start) - self._y)))

    def at_end(self) -> bool:
        """Whether the end of the article is in view and cannot go further up."""
        if not self.visible:
            return True
        laid, y = self.visible[-1]
        return self._is_last(laid.piece) and y + laid.height + PAD <= self.height + 0.5

    def renew(self, page: Page, *, keep: int | None = None) -> None:
        """Lay out anew on ``page``; the line with the stored offset ``keep``, or the first seen, stays where it is."""
        offset = self.first_offset() if keep is None else keep
        y = self.y_of(offset)
        self.page = page
        self.heights = Heights(self.desk.length, page.rate)
        self._cache.clear()
        self._chars = 0
        self.show(offset, PAD if y is None else y)

    def refresh(self) -> None:
        """Fill the viewport again, for instance after its height has changed."""
        self._fill()

    def show(self, offset: int, y: float) -> None:
        """Bring the line of ``offset`` to ``y`` in the viewport, as far as the ends of the article allow."""
        piece = piece_at(self.desk, offset)
        if piece is None:
            self.visible = []
            return
        line = self.laid(piece).line_at(offset)
        self._anchor, self._y = piece, round(y - (line.top if line else 0.0))
        self._fill()

    def scroll(self, distance: float) -> None:
        """Move down the text by ``distance`` pixels (up where negative), one viewport after the other."""
        if abs(distance) > 8 * self.height:
            self.jump(self.value + distance)
            return
        self._y -= round(distance)
        self._fill()

    def jump(self, value: float) -> None:
        """Go to the scroll bar's ``value``: both ends are exact, between them as well as the heights are known."""
        if value <= 0:
            self._anchor, self._y = piece_at(self.desk, 0), PAD
        elif value >= self.maximum:
            self._anchor, self._y = piece_at(self.desk, max(0, self.desk.length - 1)), 0.0
            if self._anchor is not None:
                self._y = self.height - PAD - self.laid(self._anchor).height
        else:
            offset = self.heights.find(value - PAD)
            piece = piece_at(self.desk, offset)
            if piece is not None:
                share = (offset - piece.start) / max(1, piece.end - piece.start)
                self._anchor, self._y = piece, -round(min(share, 1.0) * self.laid(piece).height)
        self._fill()

    def first_offset(self) -> int:
        """Return the stored offset where the first line that is seen begins."""
        for laid, y in self.visible:
            for line in laid.lines:
                if y + line.bottom > 1:
                    return line.start
        return self._anchor.start if self._anchor else 0

    def last_offset(self) -> int:
        """Return the stored offset where the last line that is seen whole ends."""
        for laid, y in reversed(self.visible):
            for line in reversed(laid.lines):
                if y + line.bottom <= self.height + 1:
                    return line.end
        return self.first_offset()

    def find(self, offset: int, *, after: bool = False) -> tuple[Laid, Line, float] | None:
        """Return where ``offset`` is shown: piece, line and y of the piece; None when it is not laid out in view."""
        for number, (laid, y) in enumerate(self.visible):
            beyond = number + 1 == len(self.visible) or self.visible[number + 1][0].piece.start > offset
            if laid.piece.start <= offset and beyond:
                if offset > laid.piece.end and not self._is_last(laid.piece) and number + 1 == len(self.visible):
                    return None
                line = laid.line_at(offset, after=after)
                return (laid, line, y) if line else None
        return None

    def y_of(self, offset: int) -> float | None:
        """Return y of the top of the line with ``offset``, or None when it is not laid out in view."""
        found = self.find(offset)
        return found[2] + found[1].top if found else None

    def near(self, x: float, y: float) -> tuple[Laid, Line, float] | None:
        """Return the line nearest to the point (x in the column, y in the viewport)."""
        best: tuple[Laid, Line, float] | None = None
        least = float("inf")
        for laid, top in self.visible:
            distance = max(top - y, 0.0, y - top - laid.height)
            if distance < least and (line := laid.line_near(x, y - top)):
                best, least = (laid, line, top), distance
        return best

    def laid(self, piece: Piece) -> Laid:
        """Return ``piece`` laid out, now or before; it may stand outside the viewport."""
        laid = self._cache.get(piece.start)
        if laid is not None:
            self._cache.move_to_end(piece.start)
            return laid
        laid = lay_out(self.desk, piece, self.page)
        self._cache[piece.start] = laid
        self._chars += piece.end - piece.start
        while len(self._cache) > _CACHED or (self._chars > _CACHED_CHARS and len(self._cache) > 8):
            _, old = self._cache.popitem(last=False)
            self._chars -= old.piece.end - old.piece.start
        return laid

    def _fill(self) -> None:
        """Lay out pieces from the anchor in both directions until the viewport is full; keep to the ends."""
        if self._anchor is None:
            self.visible = []
            return
        self._reach(self._anchor, self._y)
        last, y = self.visible[-1]
        missing = self.height - PAD - (y + last.height)
        if missing > 0 and self._is_last(last.piece):
            self._reach(self.visible[0][0].piece, self.visible[0][1] + missing)
        first, y = self.visible[0]
        if first.piece.start <= self._start and y > PAD:
            self._reach(first.piece, PAD)
        elif first.piece.start <= self._start and self._is_last(self.visible[-1][0].piece) and y < PAD:
            bottom = self.visible[-1][1] + self.visible[-1][0].height + PAD
            if bottom < self.height:
                self._reach(first.piece, min(PAD, y + self.height - bottom))
        self._keep_anchor()

    @property
    def _start(self) -> int:
        return self.desk.block(0).start

    def _reach(self, piece: Piece, y: float) -> None:
        above: list[tuple[Laid, float]] = []
        laid = self.laid(piece)
        top: float = y
        up: Piece | None = piece
        while top > 0 and up is not None and (up := piece_before(self.desk, up)) is not None:
            other = self.laid(up)
            top -= other.height
            above.append((other, top))
        below = [(laid, y)]
        bottom = y + laid.height
        down: Piece | None = piece
        while bottom < self.height and down is not None and (down := piece_after(self.desk, down)) is not None:
            other = self.laid(down)
            below.append((other, bottom))
            bottom += other.height
        row = [*reversed(above), *below]
        seen = [(one, at) for one, at in row if at + one.height > 0 and at < self.height]
        self.visible = seen or below[:1]
        self._learn(row)

    def _learn(self, row: list[tuple[Laid, float]]) -> None:
        for (one, _), (following, _) in pairwise(row):
            start = 0 if one.piece.start <= self._start else one.piece.start
            self.heights.learn(start, following.piece.start - start, one.height)
        last = row[-1][0]
        if self._is_last(last.piece):
            start = 0 if last.piece.start <= self._start else last.piece.start
            self.heights.learn(start, self.desk.length - start, last.height)

    def _keep_anchor(self) -> None:
        laid, y = self.visible[0]
        for one, at in self.visible:
            if at <= self.height * 0.3:
                laid, y = one, at
        self._anchor, self._y = laid.piece, y

    def _is_last(self, piece: Piece) -> bool:
        return piece.last and piece.block + len(piece.blocks) >= self.desk.block_count
