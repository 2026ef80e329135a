"""What was read and marked, in one quiet page: time, how far each text was read, highlights by colour and by tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader import shelf
from reader.annotation.model import Colour
from reader.ui import actions
from reader.ui.i18n import percent, tr, tr_n
from reader.ui.look import interface_font, note_font
from reader.ui.panel import Panel
from reader.ui.rows import draw_line
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats import Watch
    from reader.store.articles import ArticleInfo
    from reader.store.library import Library
    from reader.store.statistics import Statistics
    from reader.ui.look import Look
    from reader.ui.window import MainWindow

DAYS, TEXTS, TAGS = 7, 12, 12
"""Days with reading, texts read last and tags that are shown."""
_LINE, _HEAD = 30, 44


def time_text(seconds: int) -> str:
    """Return a length of time in the words of the interface, to the minute."""
    minutes = seconds // 60
    if minutes < 60:
        return tr_n("%n minutes", minutes)
    hours = tr_n("%n hours", minutes // 60)
    if minutes % 60 == 0:
        return hours
    return tr("{hours} and {minutes}").format(hours=hours, minutes=tr_n("%n minutes", minutes % 60))


def summary(numbers: Statistics) -> list[str]:
    """Return the sentences at the head of the page."""
    read = numbers.chars_read / numbers.chars if numbers.chars else 0.0
    finished = tr_n("%n read to the end", numbers.finished)
    return [
        tr("Time read: {time}").format(time=time_text(numbers.seconds)),
        f"{tr_n('%n texts', numbers.articles)} · {finished} · "
        + tr("{percent} of all that is in them").format(percent=percent(read)),
        f"{tr_n('%n highlights', numbers.annotations)} · {tr_n('%n with a note', numbers.notes)}",
    ]


def parts(numbers: Statistics, texts: Sequence[ArticleInfo], look: Look) -> list[Part]:
    """Return the page part by part; one that has nothing to tell is left out."""
    accent = look.theme.accent
    found = []
    days = [day for day in numbers.days if day[1] >= 60][: -DAYS - 1 : -1]
    if days:
        most = max(seconds for _day, seconds in days)
        lines = [
            Line(_day_name(day), time_text(seconds) if seconds else "", seconds / most, accent) for day, seconds in days
        ]
        found.append(Part(tr("Time read, by day"), tuple(lines)))
    read = sorted((info for info in texts if info.opened), key=lambda info: info.opened, reverse=True)[:TEXTS]
    if read:
        lines = [_text_line(info, accent) for info in read]
        found.append(Part(tr("Progress of the texts read last"), tuple(lines)))
    if numbers.colours:
        most = numbers.colours[0][1]
        lines = [
            Line(
                actions.colour_name(Colour(name)),
                tr_n("%n highlights", count),
                count / most,
                look.theme.marks[Colour(name)].edge,
            )
            for name, count in numbers.colours
        ]
        found.append(Part(tr("Highlights by colour"), tuple(lines)))
    if numbers.tags:
        most = numbers.tags[0][1]
        lines = [Line(tag, tr_n("%n highlights", count), count / most, accent) for tag, count in numbers.tags[:TAGS]]
        found.append(Part(tr("Highlights by tag"), tuple(lines)))
    return found


def _day_name(day: str) -> str:
    return QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), "dddd d MMMM")


def _text_line(info: ArticleInfo, colour: str) -> Line:
    said = percent(info.progress)
    if info.read_seconds >= 60:
        said = f"{said} · {time_text(info.read_seconds)}"
    return Line(info.title or tr("Without a title"), said, info.progress, colour, title=True)


def gather(library: Library, watch: Watch) -> tuple[Statistics, list[ArticleInfo]]:
    """Return the numbers and the texts; runs in a worker."""
    numbers = shelf.statistics(library)
    watch.step(0.5)
    return numbers, shelf.articles(library)


class StatisticsPanel(Panel):
    """Counted anew each time it is opened."""

    WIDTH = 640

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Statistics"))
        self._window = window
        self._found: tuple[Statistics, list[ArticleInfo]] | None = None
        self.page_of_numbers = Numbers(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.page_of_numbers)

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        super().set_look(look)
        self._show()

    def fill(self) -> None:
        """Count again, in a worker."""
        if self._window.session.desk is not None:
            self._window.follow.save_position()
        task = Task(self, self._window.session.library, gather)
        task.done.connect(self._counted)
        task.failed.connect(self._window.messages.fail)
        task.ended.connect(task.deleteLater)
        task.start()

    def focus(self) -> None:
        """Put the keyboard on the page, so that it can be scrolled and read out."""
        self.area.setFocus()

    def _counted(self, found: tuple[Statistics, list[ArticleInfo]]) -> None:
        self._found = found
        self._show()
        self.place(self.page)

    def _show(self) -> None:
        if self._found is not None and self.look is not None:
            numbers, texts = self._found
            self.page_of_numbers.set_parts(summary(numbers), parts(numbers, texts, self.look), self.look)


class Numbers(QWidget):
    """Sentences, then lines with a bar each, drawn; the whole is one text for a screen reader."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._sentences: Sequence[str] = ()
        self._parts: Sequence[Part] = ()

    def set_parts(self, sentences: Sequence[str], found: Sequence[Part], look: Look) -> None:
        """Show these sentences and parts."""
        self._look, self._sentences, self._parts = look, sentences, found
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleName("\n".join(self.lines()))
        self.update()

    def lines(self) -> list[str]:
        """Return all that is written, line by line."""
        said = list(self._sentences)
        for part in self._parts:
            said.append(part.title)
            said += [f"{line.name}: {line.said}" for line in part.lines if line.said]
        return said

    def sizeHint(self) -> QSize:
        """Return the height of everything."""
        lines = len(self._sentences) + sum(len(part.lines) for part in self._parts)
        return QSize(560, lines * _LINE + len(self._parts) * _HEAD + 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw sentences and parts."""
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right, ink, soft = look.right_to_left, look.colour("text"), look.colour("soft")
        top = 0
        for sentence in self._sentences:
            box = QRect(0, top, self.width(), _LINE)
            draw_line(painter, box, sentence, interface_font(14), ink, right=right, ours=True)
            top += _LINE
        for part in self._parts:
            head = QRect(0, top + 14, self.width(), _HEAD - 14)
            draw_line(
                painter, head, part.title, interface_font(13, QFont.Weight.DemiBold), soft, right=right, ours=True
            )
            top += _HEAD
            for line in part.lines:
                self._line(painter, QRect(0, top, self.width(), _LINE), line, look)
                top += _LINE

    def _line(self, painter: QPainter, box: QRect, line: Line, look: Look) -> None:
        """Draw a name, a bar from the side where the interface begins, and what it says."""
        right = look.right_to_left
        name, said = round(box.width() * 0.4), round(box.width() * 0.3)
        cells, left = [], box.left()
        for width in (said, box.width() - name - said, name) if right else (name, box.width() - name - said, said):
            cells.append(QRect(left, box.top(), width, box.height()))
            left += width
        named, middle, told = reversed(cells) if right else cells
        font = note_font(16) if line.title else interface_font(13)
        draw_line(painter, named.adjusted(6, 0, -6, 0), line.name, font, look.colour("text"), right=right)
        track = QRect(middle.left(), middle.center().y() - 2, middle.width() - 8, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("border"))
        painter.drawRoundedRect(track, 2.5, 2.5)
        done = round(track.width() * min(1.0, max(0.0, line.share)))
        painter.setBrush(QColor(line.colour))
        painter.drawRoundedRect(
            QRect(track.right() + 1 - done if right else track.left(), track.top(), done, 5), 2.5, 2.5
        )
        font, soft = interface_font(12), look.colour("soft")
        draw_line(painter, told.adjusted(8, 0, -8, 0), line.said, font, soft, right=right, ours=True)


@dataclass(frozen=True, slots=True)
class Line:
    """A name, what is said of it, and its share of the bar (0 to 1)."""

    name: str
    said: str
    share: float
    colour: str
    title: bool = False
    """Whether the name is the title of a text, and set as one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading."""

    title: str
    lines: tuple[Line, ...]
