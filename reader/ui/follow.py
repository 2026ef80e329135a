"""What moves with the page: the margin's cards, the strip, the foot, the header's title, the section in the shelf."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from reader.annotation.model import Status
from reader.desk import Desk
from reader.text.bidi import isolate
from reader.ui.arrangement import MarginKind
from reader.ui.i18n import percent, tr, tr_n
from reader.ui.lists import BOOKMARK
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.annotation.model import Annotation
    from reader.store.library import Library
    from reader.ui.window import MainWindow

FADE = 22
"""Points over which the last line in view fades into the foot."""
PAUSE = 180
"""Seconds without scrolling that still count as reading."""
SETTLED = 350
"""Milliseconds without scrolling after which the reading position is stored."""
FEW = 500
"""Annotations of an article that are read at once."""
WORDS_A_MINUTE = {"ar": 140, "fa": 150, "ur": 150, "he": 185, "yi": 185}
CHARACTERS_A_WORD = 5.9
"""Space included."""


def minutes_left(characters: float, language: str) -> int:
    """Return the whole minutes that reading ``characters`` code points takes, at the usual pace of the language."""
    pace = WORDS_A_MINUTE.get(language.split("-", maxsplit=1)[0], 200) * CHARACTERS_A_WORD
    return int(characters / pace)


def fractions(offsets: Sequence[int], fraction: Callable[[int], float], most: int = 600) -> list[float]:
    """Return ``fraction`` of each of these rising offsets; of more than ``most``, those between are interpolated."""
    if len(offsets) <= most:
        return [fraction(offset) for offset in offsets]
    step = -(-len(offsets) // most)
    found: list[float] = []
    for at in range(0, len(offsets), step):
        part = offsets[at : at + step + 1]
        low, high = fraction(part[0]), fraction(part[-1])
        slope = (high - low) / max(1, part[-1] - part[0])
        found += [low + (offset - part[0]) * slope for offset in offsets[at : at + step]]
    return found


def read_whole(library: Library, article: str) -> Desk:
    """Return a desk of an article that has read all its annotations; runs in a worker."""
    desk = Desk(library, article)
    desk.read_annotations()
    return desk


class Connector(QWidget):
    """The line from the active highlight to its card, over page and margin; it takes no clicks."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("")
        self._window = window
        self.line: tuple[QPointF, ...] = ()

    def set_line(self, points: tuple[QPointF, ...]) -> None:
        """Draw a line through these points of the window; none hides it."""
        if points != self.line:
            self.line = points
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw one thin line in the accent, 60 % of it, and let the page fade out at its foot."""
        painter = QPainter(self)
        self._fade(painter)
        self._grips(painter)
        if len(self.line) < 2:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._window.look.colour("accent", 0.6), 1))
        painter.translate(-self.x(), -self.y())
        painter.drawPolyline(self.line)

    def _grips(self, painter: QPainter) -> None:
        window = self._window
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(window.surface.viewport().mapTo(window, QPoint()) - self.pos())
        painter.setPen(QPen(window.look.colour("accent"), 1.5))
        painter.setBrush(window.look.colour("page"))
        for grip in window.resizing.grips():
            painter.drawLine(QPointF(grip.x, grip.top), QPointF(grip.x, grip.bottom))
            painter.drawEllipse(QPointF(grip.x, grip.bottom + 1), 3, 3)
        painter.restore()

    def _fade(self, painter: QPainter) -> None:
        page = self._window.surface.geometry().translated(-self.pos())
        foot = QRect(page.left(), page.bottom() + 1 - FADE, page.width(), FADE)
        ground = QLinearGradient(QPointF(foot.topLeft()), QPointF(foot.bottomLeft()))
        ground.setColorAt(0, self._window.look.colour("page", 0.0))
        ground.setColorAt(1, self._window.look.colour("page"))
        painter.fillRect(foot, ground)


class Follow:
    """Keeps the parts around the page in step with it; built once the window stands."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.connector = Connector(window)
        self._settled = QTimer(window)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED)
        self._settled.timeout.connect(self.save_position)
        self._lists = QTimer(window)
        self._lists.setSingleShot(True)
        self._lists.setInterval(60)
        self._lists.timeout.connect(self._fill_soon)
        self._headings: list[tuple[int, int, str]] = []
        self._said = (-1, -1)
        self._read = ""
        self._since = QElapsedTimer()
        self._since.start()
        self._notes: Sequence[Annotation] = ()
        self._reading: Desk | None = None
        self._strip = QTimer(window)
        self._strip.setSingleShot(True)
        self._strip.setInterval(60)
        self._strip.timeout.connect(self.marks_changed)
        window.surface.scrolled.connect(self.page_moved)
        window.margin.moved.connect(self.join)

    def article_opened(self) -> None:
        """Fill everything for another article."""
        desk = self._window.session.desk
        if desk is None:
            return
        self._headings = [
            (block.start, block.level, text) for _at, block, text in desk.headings() if block.kind != "title"
        ]
        self.contents_changed()
        self.page_moved()
        self._lists.start()

    def contents_changed(self) -> None:
        """Show headings and bookmarks in the order of the text."""
        marks = [(mark.offset, BOOKMARK, mark.label) for mark in self._window.going.bookmarks()]
        self._window.shelf.set_contents(sorted([*self._headings, *marks]))

    def news(self) -> None:
        """Something was written: the cards at once, strip and lists a moment later and once for many changes."""
        self._lists.start()
        self.page_moved()

    def strip_is_old(self) -> None:
        """Place the marks of the strip again in a moment: the page is laid out anew."""
        self._strip.start()

    def lists_are_old(self) -> None:
        """Fill the lists again in a moment."""
        self._lists.start()

    def fill_lists(self) -> None:
        """Fill the strip, the library and the notes of the shelf.

        The first call for an article reads all its annotations, 25 ms for a thousand; the desk then follows the news.
        """
        self._fill_library()
        self._fill_notes()

    def _fill_soon(self) -> None:
        """Fill the lists, the notes once they are read where they are so many that the window would stand still."""
        self._fill_library()
        desk = self._window.session.desk
        if desk is None or desk.annotations_read or self._has_few(desk):
            self._fill_notes()
        elif self._reading is not desk:
            self._read_notes(desk)

    def _has_few(self, desk: Desk) -> bool:
        from reader import shelf

        info = self._window.session.do(shelf.info, desk.library, desk.id)
        return info is None or info.annotations <= FEW

    def _read_notes(self, desk: Desk) -> None:
        """Read all annotations in a worker, and hand them to the desk if it is still the open one."""
        window, article = self._window, desk.id
        self._reading = desk
        task = Task(window, window.session.library, lambda library, _watch: read_whole(library, article))

        def arrived(read: Desk) -> None:
            changes = window.session.do(desk.take_annotations, read)
            if window.session.desk is desk:
                if changes:
                    window.commands.news(changes)
                self._fill_notes()

        task.done.connect(arrived)
        task.failed.connect(window.messages.fail)
        task.ended.connect(task.deleteLater)
        task.start()

    def _fill_library(self) -> None:
        from reader import shelf

        self.contents_changed()
        window, session = self._window, self._window.session
        desk = session.desk
        window.shelf.set_articles(session.do(shelf.articles, session.library) or [], desk.id if desk else None)

    def _fill_notes(self) -> None:
        window, desk = self._window, self._window.session.desk
        self._notes = desk.annotations if desk else ()
        window.shelf.set_notes([note for note in self._notes if note.note or note.tags], window.active)
        unsure = sum(note.placement.status is Status.FUZZY for note in self._notes)
        window.shelf.set_unsure(unsure + (len(desk.orphans) if desk else 0))
        hint = tr("Select a passage: colours and a note appear beside it.") if desk and not self._notes else ""
        window.margin.set_hint(hint)
        self.marks_changed()

    def marks_changed(self) -> None:
        """Show on the strip where the highlights are that are not hidden."""
        hidden = self._window.hidden
        shown = [mark for mark in self._notes if not hidden.hides(mark)] if hidden else self._notes
        places = fractions([mark.placement.start for mark in shown], self._window.surface.fraction)
        self._window.strip.set_marks(list(zip(places, [mark.colour for mark in shown], strict=True)))

    def page_moved(self) -> None:
        """Bring margin, foot, title and section to where the page is now."""
        window = self._window
        if window.session.desk is None:
            return
        self._settled.start()
        self.place_notes()
        self._foot()
        start, end = window.surface.visible_range()
        window.header.set_title(window.title_when_scrolled(start))
        above = bisect_left(self._headings, end, key=lambda heading: heading[0])
        window.shelf.set_section(self._headings[above - 1][0] if above else None)
        window.beside.bar_follows()

    def place_notes(self) -> None:
        """Give the margin the notes whose lines are laid out, with the place of each line."""
        window = self._window
        down = window.surface.viewport().mapTo(window, window.surface.viewport().rect().topLeft()).y()
        shift = down - window.margin.y()
        notes: list[tuple[Annotation, float]] = [
            (note, top + shift) for note, top in window.surface.visible_annotations()
        ]
        window.margin.set_notes(notes)

    def join(self) -> None:
        """Draw the line between the active card and its highlight."""
        window = self._window
        points: tuple[QPointF, ...] = ()
        if window.active and window.margin_kind is MarginKind.CARDS:
            card = window.margin.box_of(window.active)
            end = window.beside.highlight_end(window.active)
            if card is not None and end is not None:
                points = self._points(card.translated(window.margin.pos()), end)
        self.connector.set_line(points)
        self.connector.update()

    def save_position(self) -> None:
        """Store where reading stands: the first line in view, or the very end once that is in view."""
        window = self._window
        self._settled.stop()
        desk = window.session.desk
        if desk is None:
            return
        _block, top = window.surface.position()
        window.session.save_position(desk.length if top and window.surface.progress() >= 1 else top)
        seconds = self._since.restart() // 1000
        if 0 < seconds <= PAUSE and self._read == desk.id:
            window.session.do(desk.add_reading, seconds)
        self._read = desk.id

    def stop(self) -> None:
        """Store where reading stands, and look no further: the window is being closed."""
        self.save_position()
        self._lists.stop()
        self._strip.stop()

    def _points(self, card: QRect, end: QPointF) -> tuple[QPointF, ...]:
        window = self._window
        rtl = window.look.right_to_left
        x = card.right() + 1.0 if rtl else float(card.left())
        inside = card.top() + 8 <= end.y() <= card.bottom() - 8
        y = end.y() if inside else min(max(end.y(), card.top() + 14.0), card.bottom() - 14.0)
        if inside:
            return (QPointF(x, y), QPointF(end.x(), y))
        bend = x + (12 if rtl else -12)
        return (QPointF(x, y), QPointF(bend, y), QPointF(bend, end.y()), end)

    def _foot(self) -> None:
        window = self._window
        desk = window.session.desk
        if desk is None:
            return
        done = window.surface.progress()
        minutes = minutes_left(desk.length * (1 - done), desk.language)
        left = tr_n("about %n minutes left", minutes) if minutes else ""
        if minutes >= 90:
            left = tr_n("about %n hours left", round(minutes / 60))
        said = (round(done * 100), minutes)
        if said == self._said:
            return
        self._said = said
        read = isolate(percent(done), "rtl" if window.look.right_to_left else "ltr")
        window.foot.setText(tr("{percent} · {left}").format(percent=read, left=left) if left else read)
