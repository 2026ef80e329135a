"""The view of the whole library: every text with what is known of it, sorted, filtered, named, tagged and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QRect, QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from reader import shelf
from reader.ui import intake, texts_verbs
from reader.ui.i18n import tr, tr_n
from reader.ui.icons import icon
from reader.ui.look import interface_font
from reader.ui.panel import Panel
from reader.ui.texts_filter import Filter, Order, State, chosen, languages, tags
from reader.ui.texts_list import TextRow, Texts, language_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.store.articles import ArticleInfo
    from reader.ui.look import Look
    from reader.ui.window import MainWindow

TYPING = 150
WIDTH, NARROW = 1180, 560
"""Points: as wide as the view gets, and below which it shows the buttons that nothing else stands for only."""
LOW = 420
"""Height of a window that leaves no room for both the list and the field for an address."""


class TextsPanel(Panel):
    """Lies over the window below the header; Enter or a double click opens a text, Ctrl and Shift select several."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("All texts"))
        self._window = window
        self._all: list[ArticleInfo] = []
        self._narrow = self._low = False
        self.area.hide()
        self.model = Texts(self)
        self._row = TextRow(self)
        self._fields()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._row)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setAccessibleName(self.title.text())
        self._buttons()
        self._acts: dict[str, Callable[[], object]] = {
            "remove": lambda: texts_verbs.remove(window, self.selected()),
            "rename": self._rename,
            "about": self._about,
            "tags": self._tags,
        }
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING)
        self._timer.timeout.connect(self._show)
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(TYPING)
        self._news.timeout.connect(self._gather_if_seen)
        self._wire()

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        super().set_look(look)
        self._row.look = look
        self.count.setStyleSheet(f"color: {look.theme.soft};")
        self.turn.setIcon(icon("down", look.theme.text, size=16))

    def place(self, page: QRect) -> None:
        """Take the window below the header, as wide as rows are well read."""
        self.page = page
        window = self._window
        width = min(WIDTH, window.width() - 24)
        self._narrow = width < NARROW
        self._low = window.height() < LOW
        self._offer()
        self.setGeometry((window.width() - width) // 2, page.top() + 8, width, window.height() - page.top() - 20)

    def begin(self, *, recent: bool = False, address: bool = False) -> None:
        """Open with the keyboard on the text read before this one, or in the field for the address of a page."""
        if recent:
            self._show_recent()
            return
        self.open()
        if address:
            self.address.show()
            self.address.setFocus()
            self.address.selectAll()

    def _show_recent(self) -> None:
        """Show all texts, those read last first, with the keyboard on the one before the open one."""
        for box in (self.state, self.language, self.tag):
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        with QSignalBlocker(self.text), QSignalBlocker(self.turn), QSignalBlocker(self.order):
            self.text.clear()
            self.turn.setChecked(False)
            self.order.setCurrentIndex(self.order.findData(Order.OPENED))
        self.open()
        desk = self._window.session.desk
        first = self.model.value(self.model.index(0)) if self.model.rowCount() else None
        at = 1 if desk is not None and first is not None and first.id == desk.id else 0
        self.list.setFocus()
        self.list.setCurrentIndex(self.model.index(min(at, self.model.rowCount() - 1)))

    def fill(self) -> None:
        """Read the library again."""
        self._gather()

    def focus(self) -> None:
        """Put the keyboard in the field that filters."""
        self.text.setFocus()
        self.text.selectAll()

    def takes(self, action: str) -> bool:
        """Do an action on the selected texts, where it means them and not the page; tell whether it did."""
        act = self._acts.get(action)
        if act is None or not self.isVisible() or not self.list.hasFocus() or not self.selected():
            return False
        if self.wanted().state is not State.BIN:
            act()
        return True

    def wanted(self) -> Filter:
        """Return what the fields ask for."""
        return Filter(
            state=State(self.state.currentData()),
            order=Order(self.order.currentData()),
            text=self.text.text(),
            language=self.language.currentData() or "",
            tag=self.tag.currentData() or "",
            backwards=self.turn.isChecked(),
        )

    def selected(self) -> list[str]:
        """Return the ids of the selected texts, in the order of the list."""
        rows = sorted(self.list.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [self.model.value(index).id for index in rows]

    # Inside

    def _gather_if_seen(self) -> None:
        if self.isVisible():
            self._gather()

    def _gather(self) -> None:
        session = self._window.session
        if session.desk is not None:
            self._window.follow.save_position()
        deleted = self.wanted().state is State.BIN
        self._all = session.do(shelf.articles, session.library, deleted=deleted) or []
        self._choices(self.language, languages(self._all), language_name)
        self._choices(self.tag, tags(self._all), str)
        self._show()

    def _choices(self, box: QComboBox, values: Sequence[str], name: Callable[[str], str]) -> None:
        """Offer the values there are, the chosen one kept."""
        if [box.itemData(at) for at in range(1, box.count())] == list(values):
            return
        with QSignalBlocker(box):
            kept = box.currentData()
            while box.count() > 1:
                box.removeItem(1)
            for value in values:
                box.addItem(name(value), value)
            box.setCurrentIndex(max(0, box.findData(kept)))

    def _show(self) -> None:
        self._timer.stop()
        shown = chosen(self._all, self.wanted())
        kept, bar = set(self.selected()), self.list.verticalScrollBar()
        current, top = self.model.value(self.list.currentIndex()), bar.value()
        desk = self._window.session.desk
        self._row.current = desk.id if desk else None
        self.model.set_rows(shown)
        selection = self.list.selectionModel()
        if kept and not selection.hasSelection():
            for info in shown:
                if info.id in kept:
                    selection.select(self.model.find(info.id), QItemSelectionModel.SelectionFlag.Select)
            if current is not None:
                none = QItemSelectionModel.SelectionFlag.NoUpdate
                selection.setCurrentIndex(self.model.find(current.id), none)
            bar.setValue(top)
        self._offer()

    def _offer(self) -> None:
        """Show what can be done with what is selected."""
        count = len(self.list.selectionModel().selectedIndexes())
        in_bin = self.wanted().state is State.BIN
        for button in (self.open_button, self.rename_button, self.about_button):
            button.setVisible(not in_bin and not self._narrow)
            button.setEnabled(count == 1)
        for button in (self.file_button, self.folder_button):
            button.setVisible(not self._narrow and not self._low)
        self.statistics_button.setVisible(not self._low)
        self.address.setVisible(not self._low or self.address.hasFocus())
        for button in (self.tags_button, self.remove_button):
            button.setVisible(not in_bin)
            button.setEnabled(count > 0)
        self.restore_button.setVisible(in_bin)
        self.restore_button.setEnabled(count > 0)
        self.empty_button.setVisible(in_bin and bool(self._all))
        self.count.setText(tr_n("%n selected", count) if count > 1 else tr_n("%n texts", self.model.rowCount()))

    def _go(self) -> None:
        at = self.list.currentIndex()
        if not at.isValid() and self.model.rowCount():
            at = self.model.index(0)
        info = self.model.value(at)
        if info is None or self.wanted().state is State.BIN:
            return
        self._window.commands.article_chosen(info.id)

    def _rename(self) -> None:
        at = self.list.currentIndex()
        if at.isValid():
            self.list.edit(at)

    def _about(self) -> None:
        self._window.panels.about.show_article(self.selected()[0])

    def _tags(self) -> None:
        texts_verbs.ask_tags(self._window, self.selected())

    def _menu(self, point: QPoint) -> None:
        info = self.model.value(self.list.indexAt(point))
        if info is not None and self.wanted().state is not State.BIN:
            self._window.commands.article_menu(info.id, self.list.viewport().mapToGlobal(point))

    def _add_address(self) -> None:
        address = self.address.text().strip()
        if not address:
            return
        if "://" not in address:
            address = f"https://{address}"
        self.address.clear()
        intake.add_address(self._window, address)

    def _back_from_about(self) -> None:
        if self.isVisible():
            self.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow down lead from the field into the list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            if not self.list.currentIndex().isValid() and self.model.rowCount():
                self.list.setCurrentIndex(self.model.index(0))
            return True
        return super().eventFilter(watched, event)

    def _fields(self) -> None:
        self.text = self._field(tr("Words in title, author, source or tag"))
        self.address = self._field(tr("Address of a web page to add"))
        self.state = self._box(
            tr("Which texts"),
            [
                (State.ALL, tr("All texts")),
                (State.NEW, tr("Not yet opened")),
                (State.BEGUN, tr("Begun")),
                (State.FINISHED, tr("Read to the end")),
                (State.BIN, tr("Bin")),
            ],
        )
        self.language = self._box(tr("Language of the text"), [("", tr("All languages"))])
        self.tag = self._box(tr("Tag"), [("", tr("All tags"))])
        self.order = self._box(
            tr("Order"),
            [
                (Order.ADDED, tr("Added last")),
                (Order.OPENED, tr("Read last")),
                (Order.TITLE, tr("By title")),
                (Order.AUTHOR, tr("By author")),
                (Order.DATE, tr("By date")),
                (Order.LANGUAGE, tr("By language")),
                (Order.LENGTH, tr("By length")),
                (Order.PROGRESS, tr("By progress")),
                (Order.NOTES, tr("By number of notes")),
            ],
        )
        self.turn = QToolButton()
        self.turn.setCheckable(True)
        self.turn.setIconSize(QSize(16, 16))
        self.turn.setFixedSize(32, 32)
        self.turn.setToolTip(tr("The other way round"))
        self.turn.setAccessibleName(tr("The other way round"))

    def _buttons(self) -> None:
        window = self._window
        run = window.commands.run
        self.file_button = self._button(tr("Add a text…"), lambda: run("open"))
        self.folder_button = self._button(tr("Add a folder…"), lambda: run("add_folder"))
        self.statistics_button = self._button(tr("Statistics"), lambda: run("statistics"))
        self.open_button = self._button(tr("Open"), self._go)
        self.rename_button = self._button(tr("Rename"), self._rename)
        self.about_button = self._button(tr("About the text"), self._about)
        self.tags_button = self._button(tr("Tags…"), self._tags)
        self.remove_button = self._button(tr("Remove"), lambda: texts_verbs.remove(window, self.selected()))
        self.restore_button = self._button(tr("Restore"), lambda: texts_verbs.restore(window, self.selected()))
        self.empty_button = self._button(tr("Empty the bin for good"), lambda: texts_verbs.ask_empty(window))
        self.count = QLabel()
        self.count.setFont(interface_font(12))

    def _build(self) -> None:
        column = self.layout()
        if not isinstance(column, QVBoxLayout):
            return
        adding = QHBoxLayout()
        adding.addWidget(self.address, 1)
        for button in (self.file_button, self.folder_button, self.statistics_button):
            adding.addWidget(button)
        boxes = QHBoxLayout()
        boxes.setSpacing(6)
        for box in (self.state, self.language, self.tag, self.order):
            boxes.addWidget(box, 1)
        boxes.addWidget(self.turn)
        verbs = QHBoxLayout()
        verbs.setSpacing(2)
        for button in (self.open_button, self.rename_button, self.about_button, self.tags_button, self.remove_button):
            verbs.addWidget(button)
        verbs.addWidget(self.restore_button)
        verbs.addWidget(self.empty_button)
        verbs.addStretch(1)
        verbs.addWidget(self.count)
        column.addWidget(self.text)
        column.addLayout(boxes)
        column.addLayout(verbs)
        column.addWidget(self.list, 1)
        column.addLayout(adding)

    def _wire(self) -> None:
        window = self._window
        self.text.textChanged.connect(self._timer.start)
        self.text.returnPressed.connect(self._go)
        self.text.installEventFilter(self)
        self.address.returnPressed.connect(self._add_address)
        self.state.currentIndexChanged.connect(self._gather)
        for box in (self.language, self.tag, self.order):
            box.currentIndexChanged.connect(self._show)
        self.turn.toggled.connect(self._show)
        self.list.activated.connect(self._go)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.selectionModel().selectionChanged.connect(self._offer)
        self.model.renamed.connect(lambda article, title: texts_verbs.rename(window, article, title))
        window.session.library_changed.connect(self._news.start)
        window.panels.about.closed.connect(self._back_from_about)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setFont(interface_font(13))
        field.setClearButtonEnabled(True)
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        return field

    def _box(self, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setFont(interface_font(12))
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setMinimumWidth(60)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for value, word in choices:
            box.addItem(word, str(value))
        return box

    def _button(self, word: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(word)
        button.setFont(interface_font(12))
        button.clicked.connect(act)
        return button
