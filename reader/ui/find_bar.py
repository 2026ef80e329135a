"""Find in the text: places shown on page and strip while one types, and switches for what counts as the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout

from reader.ui.failures import said
from reader.ui.i18n import digits, tr, tr_n
from reader.ui.icons import icon
from reader.ui.look import interface_font
from reader.ui.panel import Panel
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats import Watch
    from reader.store.library import Library
    from reader.text.find import Query
    from reader.text.folding import Folding
    from reader.ui.look import Look
    from reader.ui.window import MainWindow

TYPING = 120
"""Milliseconds without a key before the search begins."""
MOST = 20_000
"""Places shown at most; the count then says that there are more."""

Hits = list[tuple[int, int, bool]]


def switches() -> Iterator[tuple[str, str]]:
    """Give each folding group that can be switched, and its name."""
    yield "marks", tr("Ignore vowel signs")
    yield "accents", tr("Ignore cantillation and Quranic signs only")
    yield "tatweel", tr("Ignore tatweel")
    yield "alef", tr("Alef with and without hamza alike")
    yield "hamza", tr("Ignore hamza")
    yield "yeh", tr("Final yeh and alef maqsura alike")
    yield "teh_marbuta", tr("Teh marbuta and heh alike")
    yield "digits", tr("Digits of all scripts alike")
    yield "punctuation", tr("Ignore punctuation")
    yield "finals", tr("Final letters of Hebrew alike")
    yield "latin", tr("Ignore case and accents of Latin letters")


def search(library: Library, article: str, text: str | None, query: Query, watch: Watch) -> tuple[Hits, str]:
    """Return the places found, at most ``MOST`` and one more, and the stored text, read where ``text`` is None.

    Quranic spelling is found by today's (الصلاة in ٱلصَّلَوٰةَ). Runs in a worker.
    """
    from itertools import islice

    from reader import shelf
    from reader.text.find import find_broadly

    text = shelf.text(library, article) if text is None else text
    found = islice(find_broadly(text, query, cancelled=watch.cancelled), MOST + 1)
    return [(hit.start, hit.end, hit.exact) for hit in found], text


class FindBar(Panel):
    """A field, the count, next and previous, and the switches below when they are wanted."""

    WIDTH = 560

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Find in the text"))
        self._window = window
        self._hits: Hits = []
        self._current = -1
        self._task: Task | None = None
        self._more = False
        self._text: str | None = None
        self._text_of = ("", 0)
        """The text that was read for the last search, kept while the bar is open, and whose it is."""
        self.area.hide()
        self.title.hide()
        self.field = QLineEdit()
        self.field.setFont(interface_font(15))
        self.field.setPlaceholderText(tr("Find in the text"))
        self.field.setAccessibleName(tr("Find in the text"))
        self.field.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setFont(interface_font(12))
        self.count.setMinimumWidth(96)
        self.previous = self._tool("up", tr("Previous place"), self.find_previous)
        self.next = self._tool("down", tr("Next place"), self.find_next)
        self.options = self._tool("settings", tr("What counts as the same"), self._fold_out)
        self.options.setCheckable(True)
        row = QHBoxLayout()
        for part in (self.field, self.count, self.previous, self.next, self.options, self.close_button):
            row.addWidget(part, 1 if part is self.field else 0)
        self._build_switches(row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING)
        self._timer.timeout.connect(self.start)
        self.field.textChanged.connect(self._changed)
        self._show_options(shown=False)

    def _build_switches(self, row: QHBoxLayout) -> None:
        self.exact = self._check(tr("As I typed it"))
        self.whole = self._check(tr("Whole words"))
        self.particles = self._check(tr("With prefixes and pronouns"))
        self.regex = self._check(tr("Regular expression"))
        self.folds = {name: self._check(word) for name, word in switches()}
        grid = QGridLayout()
        for at, box in enumerate(self._switches()):
            grid.addWidget(box, at // 2, at % 2)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.setContentsMargins(12, 8, 8, 8)
            column.addLayout(row)
            column.addLayout(grid)

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        super().set_look(look)
        for button, name in ((self.previous, "up"), (self.next, "down"), (self.options, "settings")):
            button.setIcon(icon(name, look.theme.text, size=18))
        self.count.setStyleSheet(f"color: {look.theme.soft};")

    def place(self, page: QRect) -> None:
        """Stand at the top of the page."""
        self.page = page
        width = min(self.WIDTH, page.width() - 16)
        self.setGeometry(page.center().x() - width // 2, page.top() + 8, width, self.sizeHint().height())

    def focus(self) -> None:
        """Put the keyboard in the field, what stands there selected."""
        self.field.setFocus()
        self.field.selectAll()

    def fill(self) -> None:
        """Take a short selection as what to find; the switches stand as the article's language wants them."""
        desk = self._window.session.desk
        selected = self._window.surface.selection()
        if desk is not None and selected is not None and selected[1] - selected[0] <= 80:
            self.field.setText(desk.text(*selected).replace("\n", " "))
        folding = self._usual()
        for name, box in self.folds.items():
            with QSignalBlocker(box):
                box.setChecked(bool(getattr(folding, name)))
        self.start()

    def dismiss(self) -> None:
        """Close the bar; what was found is no longer shown, and the page stays where it is."""
        self._stop()
        self._hits, self._current = [], -1
        self._text, self._text_of = None, ("", 0)
        self._window.surface.set_hits([])
        self._window.strip.set_hits([])
        super().dismiss()
        self._window.rearrange()

    def open(self) -> None:
        """Show the bar above the page, which makes room for it: a place found is never covered."""
        super().open()
        self._window.rearrange()

    def query(self) -> Query:
        """Return what is to be found, as the switches stand."""
        from reader.text.find import Query
        from reader.text.folding import NOTHING

        if self.exact.isChecked():
            return Query(self.field.text(), NOTHING, whole_word=self.whole.isChecked(), regex=self.regex.isChecked())
        chosen = {name: box.isChecked() for name, box in self.folds.items()}
        folding = replace(self._usual(), **chosen, madda=self._usual().madda and chosen["alef"])
        return Query(
            self.field.text(),
            folding,
            whole_word=self.whole.isChecked(),
            particles=self.particles.isChecked(),
            regex=self.regex.isChecked(),
        )

    def start(self) -> None:
        """Search for what the field holds."""
        self._timer.stop()
        self._stop()
        desk = self._window.session.desk
        if desk is None or not self.field.text().strip():
            self._found([])
            return
        query, article = self.query(), desk.id
        known = self._text if self._text_of == (article, desk.version) else None
        self._text_of = (article, desk.version)
        task = Task(
            self, self._window.session.library, lambda library, watch: search(library, article, known, query, watch)
        )
        task.done.connect(lambda found: self._searched(*found) if task is self._task else None)
        task.failed.connect(lambda sentence: self._failed(sentence) if task is self._task else None)
        task.ended.connect(task.deleteLater)
        self._task = task
        task.start()

    def find_next(self) -> None:
        """Go to the next place, after the last one to the first."""
        self._go(1)

    def find_previous(self) -> None:
        """Go to the place before."""
        self._go(-1)

    @property
    def hits(self) -> Hits:
        """What was found: start, end, and whether it is spelled as typed."""
        return self._hits

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Escape closes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _usual(self) -> Folding:
        from reader.text.folding import for_language

        desk = self._window.session.desk
        return for_language(desk.language if desk else "ar")

    def _changed(self) -> None:
        self._timer.start()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()
            self._task = None

    def _searched(self, hits: Hits, text: str) -> None:
        self._text = text
        self._found(hits)

    def _found(self, hits: Hits) -> None:
        self._task = None
        self._more = len(hits) > MOST
        self._hits = hits[:MOST]
        window = self._window
        here = window.surface.visible_range()[0]
        self._current = next((at for at, hit in enumerate(self._hits) if hit[0] >= here), 0) if self._hits else -1
        surface = window.surface
        window.strip.set_hits([surface.fraction(start) for start, _end, _exact in self._hits])
        self._show_current()
        if self.isVisible() and self.field.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.count.text()))

    def _failed(self, sentence: str) -> None:
        self._found([])
        self.count.setText(tr("Cannot be searched"))
        self.count.setToolTip(said(sentence))

    def _go(self, step: int) -> None:
        if self._timer.isActive():
            self.start()
        elif self._hits:
            self._current = (self._current + step) % len(self._hits)
            self._show_current()

    def _show_current(self) -> None:
        surface = self._window.surface
        surface.set_hits(self._hits, self._current)
        self.count.setToolTip("")
        if not self._hits:
            self.count.setText(tr("Not found") if self.field.text().strip() else "")
            return
        start = self._hits[self._current][0]
        y = surface.line_y(start)
        if y is None or y < 0 or y > surface.viewport().height() - 60:
            surface.go_to(start)
        others = sum(not exact for _start, _end, exact in self._hits)
        text = tr("{current} of {all}").format(current=self._current + 1, all=len(self._hits))
        text += "+" if self._more else ""
        if others:
            text += f" · {tr_n('%n spelled otherwise', others)}"
        self.count.setText(digits(text))

    def _switches(self) -> tuple[QCheckBox, ...]:
        return (self.exact, self.whole, self.particles, self.regex, *self.folds.values())

    def _fold_out(self) -> None:
        self._show_options(shown=self.options.isChecked())
        self._window.rearrange()
        if self._hits:
            self._show_current()

    def _show_options(self, *, shown: bool) -> None:
        for box in self._switches():
            box.setVisible(shown)
        self.place(self.page)

    def _tool(self, _name: str, word: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(32, 32)
        button.setIconSize(QSize(18, 18))
        button.setAccessibleName(word)
        button.setToolTip(word)
        button.clicked.connect(act)
        return button

    def _check(self, word: str) -> QCheckBox:
        box = QCheckBox(word)
        box.setFont(interface_font(12))
        box.toggled.connect(self.start)
        return box
