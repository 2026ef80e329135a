"""The list of notes: of the article, of the library, without a place, in the bin; filtered, several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QRect, QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from reader import annotate
from reader.annotation.model import Annotation, Colour
from reader.ui import actions
from reader.ui.i18n import tr, tr_n
from reader.ui.icons import dot
from reader.ui.lists import Notes
from reader.ui.look import interface_font
from reader.ui.notes_filter import Filter, Order, Scope, chosen
from reader.ui.panel import Panel
from reader.ui.rows import NoteRow
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.formats import Watch
    from reader.store.library import Library
    from reader.ui.look import Look
    from reader.ui.window import MainWindow

TYPING = 150
WIDTH = 380
_NOTED = {"": None, "with": True, "without": False}


def gather(library: Library, article: str, wanted: Filter, watch: Watch) -> tuple[list[Annotation], list[str]]:
    """Return the notes to be shown and all tags in use; runs in a worker."""
    if wanted.scope is Scope.BIN:
        found = annotate.binned(library)
    elif wanted.scope is Scope.LIBRARY:
        found = annotate.all_notes(library)
    else:
        found = annotate.notes(library, article)
    watch.step(0.5)
    return chosen(found, wanted), annotate.known_tags(library)


class NotesPanel(Panel):
    """Stands over the shelf; click goes there, Ctrl and Shift select several."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("List of notes"))
        self._window = window
        self._wanted = Filter()
        self._task: Task | None = None
        self.area.hide()
        self.model = Notes(self)
        self._rows = NoteRow(self, two_lines=True)
        self.text = QLineEdit()
        self.text.setFont(interface_font(13))
        self.text.setClearButtonEnabled(True)
        self.text.setPlaceholderText(tr("Words in note, passage or tag"))
        self.text.setAccessibleName(tr("Words in note, passage or tag"))
        self.colours = {colour: self._colour_button(colour) for colour in Colour}
        self._filters()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._rows)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Notes"))
        self.count = QLabel()
        self.count.setFont(interface_font(12))
        self._verbs()
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING)
        self._timer.timeout.connect(self.refresh)
        self._wire()

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        super().set_look(look)
        self._rows.look = look
        for colour, button in self.colours.items():
            button.setIcon(dot(look.theme, colour, 18))
        self.count.setStyleSheet(f"color: {look.theme.soft};")

    def place(self, page: QRect) -> None:
        """Stand over the shelf, from the header to the foot of the window."""
        self.page = page
        window = self._window
        width = min(WIDTH, window.width() - 24)
        left = window.width() - width - 6 if window.look.right_to_left else 6
        self.setGeometry(left, page.top() + 6, width, window.height() - page.top() - 12)

    def open(self) -> None:
        """Show the list; the page gives way to it."""
        super().open()
        self._window.rearrange()

    def dismiss(self) -> None:
        """Close the list and give the page its room back."""
        super().dismiss()
        self._window.rearrange()

    def fill(self) -> None:
        """Gather the notes again."""
        self.refresh()

    def focus(self) -> None:
        """Put the keyboard in the field."""
        self.text.setFocus()

    def show_scope(self, scope: Scope) -> None:
        """Open on the bin, the orphans, or another scope."""
        with QSignalBlocker(self.scope):
            self.scope.setCurrentIndex(self.scope.findData(scope))
        self.open()

    def wanted(self) -> Filter:
        """Return what the fields ask for."""
        return Filter(
            scope=Scope(self.scope.currentData()),
            order=Order(self.order.currentData()),
            text=self.text.text(),
            colours=frozenset(colour for colour, button in self.colours.items() if button.isChecked()),
            tag=self.tag.currentData() or "",
            noted=_NOTED[self.noted.currentData()],
        )

    def refresh(self) -> None:
        """Gather and filter in a worker, and show what it finds."""
        self._timer.stop()
        if self._task is not None:
            self._task.stop()
        desk = self._window.session.desk
        wanted, article = self.wanted(), desk.id if desk else ""
        if not article and wanted.scope in {Scope.ARTICLE, Scope.ORPHANS}:
            self._show([], [])
            return
        task = Task(self, self._window.session.library, lambda library, watch: gather(library, article, wanted, watch))
        task.done.connect(lambda found: self._show(*found) if task is self._task else None)
        task.failed.connect(self._window.messages.fail)
        task.ended.connect(task.deleteLater)
        self._task = task
        task.start()

    def selected(self) -> list[Annotation]:
        """Return the selected notes, in the order of the list."""
        rows = sorted(self.list.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [self.model.value(index) for index in rows]

    def select_all(self) -> None:
        """Select every note that is shown."""
        self.list.selectAll()

    # What is done with the selected ones

    def give_colour(self, colour: Colour) -> None:
        """Give the selected highlights a colour, as one step."""
        self._change(annotate.edit_many, colour=colour)

    def give_tags(self, tags: Sequence[str]) -> None:
        """Add tags to the selected notes, which keep those they have, as one step."""
        self._change(annotate.add_tags, tags)

    def _change(self, verb: Callable[..., object], *values: object, **fields: object) -> None:
        ids = [note.id for note in self.selected()]
        if ids:
            session = self._window.session
            session.change(verb, session.library, ids, *values, **fields)

    def _remove(self) -> None:
        count = len(self.selected())
        self._change(annotate.delete)
        if count:
            commands = self._window.commands
            self._window.messages.say(
                tr_n("%n highlights are in the bin.", count), button=tr("Undo"), act=commands.undo
            )

    def _restore(self) -> None:
        self._change(annotate.restore)

    def _empty(self) -> None:
        self._window.messages.say(
            tr("What is in the bin will be gone for good."),
            button=tr("Empty it"),
            act=self._empty_now,
        )

    def _empty_now(self) -> None:
        session = self._window.session
        session.change(annotate.empty_bin, session.library)

    def _find_places(self) -> None:
        self._window.panels["orphans"].open()

    def _export(self) -> None:
        from reader.ui import exporting

        exporting.choose_export_of(self._window, [note.id for note in self.selected()])

    def _ask_tag(self) -> None:
        from reader.ui.note_editor import split_tags

        dialog = QInputDialog(self)
        dialog.setWindowTitle(tr("Tags"))
        dialog.setLabelText(tr("Tags, parted by commas"))
        dialog.textValueSelected.connect(lambda text: self.give_tags(split_tags(text)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _colour_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for colour in Colour:
            act = menu.addAction(actions.colour_name(colour))
            act.triggered.connect(lambda _on=False, colour=colour: self.give_colour(colour))
        menu.popup(self.recolour.mapToGlobal(self.recolour.rect().topLeft()))

    # Inside

    def _news(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _show(self, notes: list[Annotation], tags: list[str]) -> None:
        self._task = None
        kept = {note.id for note in self.selected()}
        self.model.set_rows(notes)
        selection = self.list.selectionModel()
        for note in notes if kept else ():
            if note.id in kept:
                selection.select(self.model.find(note.id), QItemSelectionModel.SelectionFlag.Select)
        with QSignalBlocker(self.tag):
            current = self.tag.currentData()
            self.tag.clear()
            self.tag.addItem(tr("All tags"), "")
            for tag in tags:
                self.tag.addItem(tag, tag)
            self.tag.setCurrentIndex(max(0, self.tag.findData(current)))
        self._rows.current = self._window.active
        self._offer()

    def _offer(self) -> None:
        """Show what can be done with what is selected."""
        count = len(self.list.selectionModel().selectedIndexes())
        in_bin = self.wanted().scope is Scope.BIN
        orphans = self.wanted().scope is Scope.ORPHANS
        for button in (self.recolour, self.retag, self.export, self.remove):
            button.setVisible(not in_bin)
            button.setEnabled(count > 0)
        self.restore.setVisible(in_bin)
        self.restore.setEnabled(count > 0)
        self.empty.setVisible(in_bin and self.model.rowCount() > 0)
        self.places.setVisible(orphans and self.model.rowCount() > 0)
        self.count.setText(tr_n("%n selected", count) if count else tr_n("%n highlights", self.model.rowCount()))

    def _clicked(self, index: object) -> None:
        if len(self.list.selectionModel().selectedIndexes()) == 1:
            self._go(index)

    def _go(self, index: object) -> None:
        note = self.model.value(index)  # type: ignore[arg-type]
        if isinstance(note, Annotation) and self.wanted().scope is not Scope.BIN:
            window = self._window
            desk = window.session.desk
            if desk is None or desk.id != note.article:
                window.open_article(note.article)
            window.marking.note_chosen(note.id)
            self._rows.current = note.id
            self.list.viewport().update()

    def _filters(self) -> None:
        self.scope = self._box(
            tr("Which notes"),
            [
                (Scope.ARTICLE, tr("This text")),
                (Scope.LIBRARY, tr("The whole library")),
                (Scope.ORPHANS, tr("Without a sure place")),
                (Scope.BIN, tr("Bin")),
            ],
        )
        self.order = self._box(
            tr("Order"),
            [(Order.TEXT, tr("As in the text")), (Order.DATE, tr("Newest first")), (Order.COLOUR, tr("By colour"))],
        )
        self.noted = self._box(
            tr("With or without a note"),
            [("", tr("All highlights")), ("with", tr("With a note")), ("without", tr("Without a note"))],
        )
        self.tag = self._box(tr("Tag"), [("", tr("All tags"))])

    def _verbs(self) -> None:
        self.recolour = self._button(tr("Colour"), self._colour_menu)
        self.retag = self._button(tr("Tag…"), self._ask_tag)
        self.export = self._button(tr("Export…"), self._export)
        self.remove = self._button(tr("Remove"), self._remove)
        self.restore = self._button(tr("Restore"), self._restore)
        self.empty = self._button(tr("Empty the bin for good"), self._empty)
        self.places = self._button(tr("Find their places…"), self._find_places)

    def _wire(self) -> None:
        self.text.textChanged.connect(self._timer.start)
        for box in (self.scope, self.order, self.noted, self.tag):
            box.currentIndexChanged.connect(self.refresh)
        for button in self.colours.values():
            button.toggled.connect(self.refresh)
        self.list.clicked.connect(self._clicked)
        self.list.activated.connect(self._go)
        self.list.selectionModel().selectionChanged.connect(self._offer)
        self._window.session.library_changed.connect(self._news)

    def _build(self) -> None:
        column = self.layout()
        if not isinstance(column, QVBoxLayout):
            return
        dots = QHBoxLayout()
        dots.setSpacing(2)
        for button in self.colours.values():
            dots.addWidget(button)
        dots.addStretch(1)
        dots.addWidget(self.count)
        boxes = QGridLayout()
        boxes.setSpacing(6)
        for at, box in enumerate((self.scope, self.order, self.noted, self.tag)):
            boxes.addWidget(box, at // 2, at % 2)
        below = QHBoxLayout()
        below.setSpacing(2)
        for each in (self.recolour, self.retag, self.export, self.remove, self.restore, self.empty, self.places):
            below.addWidget(each)
        below.addStretch(1)
        column.addWidget(self.text)
        column.addLayout(boxes)
        column.addLayout(dots)
        column.addWidget(self.list, 1)
        column.addLayout(below)

    def _colour_button(self, colour: Colour) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setIconSize(QSize(18, 18))
        button.setFixedSize(32, 32)
        button.setAccessibleName(actions.colour_name(colour))
        button.setToolTip(actions.colour_name(colour))
        return button

    def _box(self, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setFont(interface_font(12))
        box.setAccessibleName(name)
        box.setMinimumWidth(60)
        for value, word in choices:
            box.addItem(word, str(value))
        return box

    def _button(self, word: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(word)
        button.setFont(interface_font(12, QFont.Weight.Normal))
        button.clicked.connect(act)
        return button
