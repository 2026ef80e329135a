"""Shows and scrolls the page of one article: what is laid out, what is painted, and which offset is seen where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from reader.ui import theme as themes
from reader.ui.fonts import Typography
from reader.ui.surface import paint
from reader.ui.surface.caret import Caret
from reader.ui.surface.flow import PAD, Flow
from reader.ui.surface.numbers import Numbers
from reader.ui.surface.page import Page
from reader.ui.surface.paint import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent

    from reader.annotation.model import Annotation
    from reader.desk import Changes, Desk
    from reader.ui.surface.frame import Line
    from reader.ui.surface.layout import Laid
    from reader.ui.theme import Theme

SIDE = 56
"""Least space on either side of the column: page numbers stand there."""
_NOTCH = 96.0
_NEAR = 4


class PageView(QAbstractScrollArea):
    """A page that can be scrolled. Offsets are stored code points; x and y are pixels of the viewport."""

    scrolled = Signal()
    """What is seen has moved or was laid out anew."""
    painted_first = Signal()
    """Text was painted for the first time since the desk was set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Own ones: asked for Qt's own, PySide makes the classes of all widgets there are to find out what they are.
        self.setViewport(QWidget())
        self.setVerticalScrollBar(QScrollBar(Qt.Orientation.Vertical))
        self._desk: Desk | None = None
        self._flow: Flow | None = None
        self._typography = Typography()
        self._override = "auto"
        self._signs = "all"
        self._directions: dict[int, str] = {}
        self._view = View(themes.load("paper"))
        self._painted = False
        self._syncing = False
        self._value = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().valueChanged.connect(self._bar_moved)

    # What is shown

    @property
    def desk(self) -> Desk | None:
        """The desk that is shown."""
        return self._desk

    def show_desk(self, desk: Desk | None) -> None:
        """Show the article of ``desk`` where reading stopped."""
        self._desk, self._flow = desk, None
        self._directions = {} if desk is None else desk.directions()
        self._painted = False
        view = self._view
        self._view = View(view.theme, caret_shown=view.caret_shown, revision=view.revision + 1, hidden=view.hidden)
        if desk is not None:
            self._flow = Flow(desk, self._page(desk), self.viewport().height())
            self._view.caret = Caret(desk.position)
            self._flow.show(desk.position, PAD)
            self._align()
        self._moved()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of ``theme``; nothing is laid out anew."""
        self._view.theme = theme
        self.viewport().update()

    def set_typography(self, typography: Typography) -> None:
        """Set the page in other fonts, sizes or spaces; the line that is read stays where it is."""
        if typography != self._typography:
            self._typography = typography
            self._renew()

    def set_signs(self, signs: str) -> None:
        """Show all signs, vowels only or letters only (``text.display.Signs``); offsets stay as stored."""
        if str(signs) != self._signs:
            self._signs = str(signs)
            self._renew()

    def set_direction_override(self, direction: str) -> None:
        """Take ``rtl`` or ``ltr`` as the direction of the document, or ``auto`` for its own."""
        if str(direction) != self._override:
            self._override = str(direction)
            self._renew()

    def set_block_direction(self, offset: int, direction: str) -> None:
        """Show the paragraph at ``offset`` in ``rtl`` or ``ltr``, or ``auto`` for its own direction again."""
        if self._desk is None or not self._desk.block_count:
            return
        start = self._desk.block(max(0, self._desk.block_at(offset))).start
        self._directions.pop(start, None)
        if direction in {"rtl", "ltr"}:
            self._directions[start] = str(direction)
        self._renew()

    def apply(self, changes: Changes) -> None:
        """Show what the journal reports."""
        if changes:
            self._view.revision += 1
            self.viewport().update()

    # Places

    def position(self) -> tuple[int, int]:
        """Return the block and the stored offset of the first line that is seen."""
        if self._flow is None or not self._flow.desk.block_count:
            return 0, 0
        offset = self._flow.first_offset()
        return max(0, self._flow.desk.block_at(offset)), offset

    def progress(self) -> float:
        """Return the share of the article up to the end of the last line that is seen."""
        if self._flow is None or not self._flow.desk.length:
            return 0.0
        if self._flow.at_end():
            return 1.0
        return min(1.0, self._flow.last_offset() / self._flow.desk.length)

    def fraction(self, offset: int) -> float:
        """Return where ``offset`` stands on the whole page, from 0 to 1: the scale of strip and scroll bar."""
        if self._flow is None:
            return 0.0
        return min(1.0, self._flow.heights.top(offset) / max(1.0, self._flow.heights.total))

    def offset_at_fraction(self, share: float) -> int:
        """Return the offset that stands at ``share`` (0 to 1) of the whole page."""
        if self._flow is None:
            return 0
        return self._flow.heights.find(self._flow.heights.total * max(0.0, min(1.0, share)))

    def visible_range(self) -> tuple[int, int]:
        """Return the stored offsets between which text is seen."""
        if self._flow is None:
            return 0, 0
        return self._flow.first_offset(), max(self._flow.first_offset(), self._flow.last_offset())

    def line_y(self, offset: int) -> float | None:
        """Return y of the top of the line with ``offset``, or None when it is not in view."""
        return self._flow.y_of(offset) if self._flow else None

    def column(self) -> tuple[int, int]:
        """Return the left and right border of the column."""
        left = int(self._view.left)
        return left, left + (self._flow.page.width if self._flow else 0)

    def span_rect(self, start: int, end: int) -> QRect:
        """Return what encloses the visible boxes of ``start`` to ``end``."""
        whole = QRectF()
        for rect in self.span_boxes(start, end):
            whole = whole.united(rect)
        return whole.toAlignedRect()

    def span_boxes(self, start: int, end: int) -> list[QRectF]:
        """Return the visible boxes of ``start`` to ``end``, from line to line."""
        if self._flow is None:
            return []
        box = paint.box_of(self._flow.page)
        found = []
        for laid, y in self._flow.visible:
            for line in laid.lines:
                if y + line.bottom > 0 and y + line.top < self._flow.height:
                    top, height = y + box.top(line), box.height(line)
                    for left, right in line.boxes(start, end):
                        found.append(QRectF(self._view.left + left, top, right - left, height))
        return found

    def set_hidden(self, hidden: Callable[[Annotation], bool] | None) -> None:
        """Neither paint nor tell of the annotations for which ``hidden`` is true, except the active one."""
        self._view.hidden = hidden
        self._view.revision += 1
        self.viewport().update()

    def annotations_at(self, offset: int) -> list[Annotation]:
        """Return the annotations shown over the letter at ``offset``."""
        return self.annotations_in(offset, offset + 1)

    def annotations_in(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations shown that touch ``[start, end)``, in order."""
        return self._view.shown(self._desk.annotations_in(start, end)) if self._desk else []

    def visible_annotations(self) -> list[tuple[Annotation, float]]:
        """Return the annotations shown in view with y of the line where they begin, or of their first line in view."""
        if self._flow is None:
            return []
        first, last = self.visible_range()
        found = []
        for annotation in self.annotations_in(first, max(last, first + 1)):
            y = self._flow.y_of(max(annotation.placement.start, first))
            if y is not None:
                found.append((annotation, y))
        return found

    # Scrolling

    def scroll_by(self, distance: float) -> None:
        """Move ``distance`` pixels down the text."""
        if self._flow is not None:
            self._flow.scroll(distance)
            self._moved()

    def scroll_page(self, direction: int) -> None:
        """Move by a page, less one line: down with 1, up with -1."""
        if self._flow is not None:
            self.scroll_by(direction * max(self._flow.page.pitch, self._flow.height - self._flow.page.pitch * 1.5))

    # Events of Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._view.theme.page))
        if self._flow is not None:
            paint.paint(painter, self._flow, self._view)
        painter.end()
        if self._flow is not None and not self._painted:
            self._painted = True
            self.painted_first.emit()
            QTimer.singleShot(0, self, self._load_numbers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew where the column changes; the line that is read stays."""
        super().resizeEvent(event)
        if self._flow is None:
            return
        self._flow.height = self.viewport().height()
        offset = self._flow.first_offset()
        if self._flow.page.resize(self.viewport().width() - 2 * SIDE):
            self._flow.renew(self._flow.page, keep=offset)
        else:
            self._flow.refresh()
        self._align()
        self._moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by pixels; with Ctrl the window changes the size of the text."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        pixels = event.pixelDelta().y() or event.angleDelta().y() / 120 * _NOTCH
        self.scroll_by(-pixels)
        event.accept()

    # Inside

    def _page(self, desk: Desk) -> Page:
        page = Page(desk, self._typography, self.viewport().width() - 2 * SIDE, self._override)
        page.signs, page.directions = self._signs, self._directions
        return page

    def _renew(self) -> None:
        if self._flow is not None:
            self._flow.renew(self._page(self._flow.desk))
            self._align()
            self._moved()

    def _align(self) -> None:
        if self._flow is not None:
            self._view.left = (self.viewport().width() - self._flow.page.width) // 2

    def _load_numbers(self) -> None:
        """Read the locators once the text stands: a large book has many, and the first page does not wait for them."""
        if self._desk is not None:
            self._view.numbers = Numbers(self._desk.locators())
            if self._view.numbers:
                self.viewport().update()

    def _moved(self) -> None:
        self._sync()
        self.viewport().update()
        self.scrolled.emit()

    def _sync(self) -> None:
        bar = self.verticalScrollBar()
        self._syncing = True
        if self._flow is None:
            bar.setRange(0, 0)
        else:
            bar.setPageStep(int(self._flow.height))
            bar.setSingleStep(self._flow.page.pitch)
            bar.setRange(0, self._flow.maximum)
            bar.setValue(self._flow.value)
        self._value = bar.value()
        self._syncing = False

    def _bar_moved(self, value: int) -> None:
        if self._syncing or self._flow is None:
            return
        if abs(value - self._value) <= _NEAR * self._flow.height and 0 < value < self._flow.maximum:
            self._flow.scroll(value - self._value)
        else:
            self._flow.jump(value)
        self._value = value
        bar = self.verticalScrollBar()
        if bar.isSliderDown():  # the range stays while the handle is held, or it would slip from the mouse
            self.viewport().update()
            self.scrolled.emit()
        else:
            self._moved()

    def _line_near(self, point: QPointF | QPoint) -> tuple[Laid, Line, float] | None:
        return self._flow.near(point.x() - self._view.left, point.y()) if self._flow else None
