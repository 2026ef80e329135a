"""Search the whole library: titles, notes and texts, with what is found beside its title; a click opens it there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QListView, QVBoxLayout

from reader.text.bidi import isolate
from reader.ui.i18n import tr, tr_n
from reader.ui.lists import ROW, SUBTITLE, Rows
from reader.ui.look import interface_font, note_font
from reader.ui.panel import Panel
from reader.ui.rows import Delegate, draw_line
from reader.ui.work import Task

if TYPE_CHECKING:
    from reader.formats import Watch
    from reader.search import Found
    from reader.store.library import Library
    from reader.ui.look import Look
    from reader.ui.rows import Index
    from reader.ui.window import MainWindow

TYPING = 250
MOST = 200
"""Places shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place found, and the title of its text."""

    found: Found
    title: str


def look_for(library: Library, text: str, whole_word: bool, watch: Watch) -> list[Place]:
    """Bring the index up to date and return the first places found; runs in a worker."""
    from reader import search, shelf

    search.update_index(library, cancelled=watch.cancelled)
    titles = {info.id: info.title for info in shelf.articles(library)}
    found: list[Place] = []
    for each in islice(search.search(library, text, whole_word=whole_word), MOST):
        watch.step(len(found) / MOST)
        found.append(Place(each, titles.get(each.article, "")))
    return found


class Places(Rows):
    """What was found, in the order of likelihood."""

    def key(self, value: Place) -> object:
        """Return what makes a place the same: where it is."""
        return (value.found.article, value.found.kind, value.found.annotation, value.found.start)

    def title(self, value: Place) -> str:
        """Return the title of the text."""
        return value.title or tr("Without a title")

    def subtitle(self, value: Place) -> str:
        """Return the passage."""
        return value.found.passage.replace("\n", " ")


class PlaceRow(Delegate):
    """The title, and below it the passage with what was looked for brought out."""

    height = 74

    def draw(self, painter: QPainter, box: QRect, index: Index, look: Look) -> None:
        """Draw title and passage."""
        right = look.right_to_left
        place: Place = index.data(ROW)
        kind = {"annotation": tr("Note"), "article": tr("Title")}.get(place.found.kind, "")
        title = f"{isolate(str(index.data()))} · {kind}" if kind else str(index.data())
        top = QRect(box.left(), box.top() + 4, box.width(), 22)
        draw_line(painter, top, title, interface_font(12), look.colour("soft"), right=right, ours=bool(kind))
        rtl = str(place.found.direction) == "rtl"
        option = QTextOption(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        text = str(index.data(SUBTITLE))
        layout = QTextLayout(text, note_font(15))
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        for _line in range(2):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(box.width())
            line.setPosition(QRect(0, round(y), 1, 1).topLeft().toPointF())
            y += 22
        layout.endLayout()
        found = QTextCharFormat()
        found.setBackground(look.colour("hit_current", 0.55))
        marks = []
        for start, end in place.found.hits:
            mark = QTextLayout.FormatRange()
            mark.start = utf16(text, start)
            mark.length = utf16(text, end) - mark.start
            mark.format = found
            marks.append(mark)
        painter.setPen(look.colour("text"))
        layout.draw(painter, QRect(box.left(), box.top() + 26, 1, 1).topLeft().toPointF(), marks)


def utf16(text: str, offset: int) -> int:
    """Return the position in Qt's units of a code point offset in a short text."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


class SearchPanel(Panel):
    """A field and what it finds."""

    WIDTH = 640

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Search the library"))
        self._window = window
        self._task: Task | None = None
        self.area.hide()
        self.model = Places(self)
        self._rows = PlaceRow(self)
        self.field = QLineEdit()
        self.field.setFont(interface_font(15))
        self.field.setPlaceholderText(tr("Words in titles, notes and texts"))
        self.field.setAccessibleName(tr("Search the library"))
        self.field.setClearButtonEnabled(True)
        self.whole = QCheckBox(tr("Whole words"))
        self.whole.setFont(interface_font(12))
        self.count = QLabel()
        self.count.setFont(interface_font(12))
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._rows)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Places found"))
        row = QHBoxLayout()
        row.addWidget(self.whole)
        row.addStretch(1)
        row.addWidget(self.count)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addWidget(self.field)
            column.addLayout(row)
            column.addWidget(self.list, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING)
        self._timer.timeout.connect(self.start)
        self.field.textChanged.connect(self._timer.start)
        self.field.returnPressed.connect(self._first)
        self.whole.toggled.connect(self.start)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        super().set_look(look)
        self._rows.look = look
        self.count.setStyleSheet(f"color: {look.theme.soft};")

    def wanted_height(self) -> int:
        """Return as much height as the page has."""
        return 10_000

    def focus(self) -> None:
        """Put the keyboard in the field."""
        self.field.setFocus()
        self.field.selectAll()

    def start(self) -> None:
        """Search for what the field holds, in a worker."""
        self._timer.stop()
        self._stop()
        text, whole = self.field.text().strip(), self.whole.isChecked()
        if not text:
            self._show([])
            return
        self.count.setText(tr("Searching…"))
        task = Task(self, self._window.session.library, lambda library, watch: look_for(library, text, whole, watch))
        task.done.connect(lambda found: self._show(found) if task is self._task else None)
        task.failed.connect(self._window.messages.fail)
        task.ended.connect(task.deleteLater)
        self._task = task
        task.start()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()
            self._task = None

    def _show(self, places: list[Place]) -> None:
        self.model.set_rows(places)
        self.count.setText(tr_n("%n places", len(places)) if self.field.text().strip() else "")

    def _first(self) -> None:
        if self.model.rowCount():
            self._go(self.model.index(0))

    def _go(self, index: QModelIndex) -> None:
        place = self.model.value(index)
        if not isinstance(place, Place):
            return
        window, found = self._window, place.found
        window.going.remember()
        window.open_article(found.article, at=found.start if found.kind == "text" else None)
        if found.kind == "annotation":
            window.marking.note_chosen(found.annotation)
        if found.kind == "text":
            window.surface.set_selection(found.start, found.end)
        self.dismiss()
