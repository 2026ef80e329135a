"""The shelf: the library, the contents of the open article and its notes, one below the other; it folds away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListView, QPushButton, QToolButton, QVBoxLayout, QWidget

from reader.ui.i18n import tr, tr_n
from reader.ui.icons import icon
from reader.ui.lists import Articles, Contents, Notes, Rows
from reader.ui.look import interface_font
from reader.ui.rows import ArticleRow, Delegate, HeadingRow, NoteRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint, SignalInstance

    from reader.annotation.model import Annotation
    from reader.store.articles import ArticleInfo
    from reader.ui.look import Look

FILTER_FROM = 6
"""Articles from which the library has a field to filter it."""


class ShelfPanel(QWidget):
    """Three lists; each is hidden while it has nothing to show, except the library."""

    article_wanted = Signal(str)
    article_menu_wanted = Signal(str, object)
    heading_wanted = Signal(int)
    note_wanted = Signal(str)
    add_wanted = Signal()
    notes_wanted = Signal()
    texts_wanted = Signal()
    orphans_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._all: list[ArticleInfo] = []
        self.articles = Articles(self)
        self.contents = Contents(self)
        self.notes = Notes(self)
        self.filter = QLineEdit()
        self.filter.setFont(interface_font(12))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self._add = self._tool(self.add_wanted)
        self._whole = self._tool(self.texts_wanted)
        self._more = self._tool(self.notes_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 14, 10, 8)
        column.setSpacing(0)
        self._titles: dict[Rows, QWidget] = {}
        self.article_list = self._section(column, self.articles, ArticleRow(self), self._whole, self._add)
        field = QVBoxLayout()
        field.setContentsMargins(2, 0, 2, 8)
        field.addWidget(self.filter)
        column.insertLayout(1, field)
        self.contents_list = self._section(column, self.contents, HeadingRow(self))
        self.unsure = QPushButton()
        self.unsure.setFont(interface_font(12))
        self.unsure.clicked.connect(self.orphans_wanted)
        self.unsure.hide()
        column.addWidget(self.unsure)
        self.note_list = self._section(column, self.notes, NoteRow(self), self._more)
        column.addStretch(1)
        self.article_list.activated.connect(lambda at: self._emit(self.article_wanted, self.articles, at))
        self.article_list.clicked.connect(lambda at: self._emit(self.article_wanted, self.articles, at))
        self.contents_list.activated.connect(lambda at: self.heading_wanted.emit(self.contents.value(at)[0]))
        self.contents_list.clicked.connect(lambda at: self.heading_wanted.emit(self.contents.value(at)[0]))
        self.note_list.activated.connect(lambda at: self._emit(self.note_wanted, self.notes, at))
        self.note_list.clicked.connect(lambda at: self._emit(self.note_wanted, self.notes, at))
        self.article_list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.article_list.customContextMenuRequested.connect(self._article_menu)

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme, the direction and the words of the interface."""
        self._look = look
        for view in (self.article_list, self.contents_list, self.note_list):
            self._delegate(view).look = look
        words = {self.articles: tr("Library"), self.contents: tr("Contents"), self.notes: tr("Notes")}
        for model, word in words.items():
            label = self._titles[model].findChild(QLabel)
            if isinstance(label, QLabel):
                label.setText(word)
                side = Qt.AlignmentFlag.AlignRight if look.right_to_left else Qt.AlignmentFlag.AlignLeft
                label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
                label.setStyleSheet(f"color: {look.theme.soft};")
        for view, word in zip((self.article_list, self.contents_list, self.note_list), words.values(), strict=True):
            view.setAccessibleName(word)
        self.filter.setPlaceholderText(tr("Filter"))
        self.filter.setAccessibleName(tr("Filter the library"))
        for button, name, word in (
            (self._whole, "library", tr("All texts")),
            (self._add, "add", tr("Add a text…")),
            (self._more, "filter", tr("List of notes")),
        ):
            button.setIcon(icon(name, look.theme.soft, size=16))
            button.setToolTip(word)
            button.setAccessibleName(word)
        self._fit()
        self.update()

    def set_articles(self, articles: Sequence[ArticleInfo], current: str | None) -> None:
        """Show the library, the open article brought out."""
        self._all = list(articles)
        delegate = self._delegate(self.article_list)
        turned = delegate.current != current
        delegate.current = current
        self._filter(self.filter.text())
        if turned:
            self.article_list.scrollTo(self.articles.find(current), QListView.ScrollHint.PositionAtCenter)

    def set_contents(self, headings: Sequence[tuple[int, int, str]]) -> None:
        """Show the headings of the open article: offset, level and text."""
        self.contents.set_rows(list(headings))
        self._fit()

    def set_section(self, offset: int | None) -> None:
        """Bring out the heading under which reading stands."""
        delegate = self._delegate(self.contents_list)
        if delegate.current != offset:
            delegate.current = offset
            self.contents_list.viewport().update()

    def set_notes(self, notes: Sequence[Annotation], active: str | None) -> None:
        """Show the notes of the open article, the active one brought out."""
        self._delegate(self.note_list).current = active
        self.notes.set_rows(list(notes))
        self.note_list.viewport().update()
        self._fit()

    def set_unsure(self, count: int) -> None:
        """Say how many notes have no sure place; the line leads to them."""
        self.unsure.setText(tr_n("%n notes without a sure place", count))
        self.unsure.setVisible(count > 0)
        self._fit()

    def set_active(self, active: str | None) -> None:
        """Bring out one note, and scroll it into view."""
        self._delegate(self.note_list).current = active
        at = self.notes.find(active)
        if at.isValid():
            self.note_list.scrollTo(at)
        self.note_list.viewport().update()

    def focus(self) -> None:
        """Put the keyboard on the open article."""
        self.article_list.setFocus()
        at = self.articles.find(self._delegate(self.article_list).current)
        self.article_list.setCurrentIndex(at if at.isValid() else self.articles.index(0))

    def resizeEvent(self, _event: object) -> None:
        """Share the height anew."""
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the hairline towards the page."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("window"))
        edge = 0 if self._look.right_to_left else self.width() - 1
        painter.fillRect(edge, 0, 1, self.height(), self._look.colour("border"))

    def _section(self, column: QVBoxLayout, model: Rows, delegate: Delegate, *tools: QToolButton) -> QListView:
        head = QWidget()
        head.setFixedHeight(34)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 12, 0)
        label = QLabel()
        label.setFont(interface_font(12, QFont.Weight.DemiBold))
        row.addWidget(label, 1)
        for tool in tools:
            row.addWidget(tool)
        self._titles[model] = head
        view = QListView()
        view.setModel(model)
        view.setItemDelegate(delegate)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        column.addWidget(head)
        column.addWidget(view)
        column.addSpacing(10)
        return view

    def _tool(self, wanted: SignalInstance) -> QToolButton:
        button = QToolButton()
        button.clicked.connect(wanted)
        button.setIconSize(QSize(16, 16))
        button.setFixedSize(32, 32)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _delegate(self, view: QListView) -> Delegate:
        delegate = view.itemDelegate()
        assert isinstance(delegate, Delegate)  # noqa: S101 - every list of the shelf has one of ours
        return delegate

    def _emit(self, signal: SignalInstance, model: Rows, at: QModelIndex) -> None:
        value = model.value(at)
        if value is not None:
            signal.emit(value.id)

    def _article_menu(self, point: QPoint) -> None:
        at = self.article_list.indexAt(point)
        value = self.articles.value(at)
        if value is not None:
            viewport = self.article_list.viewport()
            self.article_menu_wanted.emit(value.id, viewport.mapToGlobal(point))

    def _filter(self, text: str) -> None:
        """Show the articles whose title or author holds the words typed, found as a search would find them."""
        if not text.strip():
            self.articles.set_rows(self._all)
            self._fit()
            return
        from reader.text.fold import fold
        from reader.text.folding import for_language

        folding = for_language("ar")
        wanted = fold(text.strip(), folding).text
        shown = [info for info in self._all if wanted in fold(f"{info.title} {info.author}", folding).text]
        self.articles.set_rows(shown)
        self._fit()

    def _fit(self) -> None:
        """Give each list the height of its rows, and share what is there where they need more."""
        self.filter.setVisible(len(self._all) >= FILTER_FROM)
        room = (
            self.height()
            - 22
            - (48 if len(self._all) >= FILTER_FROM else 8)
            - (36 if self.unsure.isVisibleTo(self) else 0)
        )
        lists = [(self.article_list, self.articles), (self.contents_list, self.contents), (self.note_list, self.notes)]
        needs = []
        for view, model in lists:
            rows = model.rowCount()
            shown = rows > 0 or model is self.articles
            self._titles[model].setVisible(shown)
            view.setVisible(rows > 0)
            needs.append(rows * self._delegate(view).height + 2 if rows else 0)
            room -= 44 if shown else 10
        shares = share(needs, max(0, room))
        for (view, _model), height in zip(lists, shares, strict=True):
            view.setFixedHeight(height)


def share(needs: Sequence[int], room: int) -> list[int]:
    """Share ``room`` among lists: none gets more than it needs, and none starves while another has plenty."""
    given = [0] * len(needs)
    open_ones = [at for at, need in enumerate(needs) if need]
    while open_ones and room > 0:
        part = room // len(open_ones)
        content = [at for at in open_ones if needs[at] - given[at] <= part]
        if not content:
            for at in open_ones:
                given[at] += part
            break
        for at in content:
            room -= needs[at] - given[at]
            given[at] = needs[at]
            open_ones.remove(at)
    return given
