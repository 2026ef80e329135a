"""Builds what stands around the page stage by stage, once that is painted, and joins its signals to what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.ui.actions import Action
    from reader.ui.look import Look
    from reader.ui.window import MainWindow


def stages(window: MainWindow) -> Iterator[None]:
    """Give the window all its parts, hidden still; whoever iterates may see to other things between two of them.

    Each stage imports what it needs: most of the time goes into that.
    """
    from reader.ui import actions, fonts

    fonts.register(fonts.SANS, fonts.HEBREW)
    table = actions.table(right_to_left=window.look.right_to_left)
    yield
    window.dress()
    yield from _around(window, table)
    yield from _over(window, table)
    yield from _verbs(window, table)
    _join(window)


def _around(window: MainWindow, table: Sequence[Action]) -> Iterator[None]:
    """Build what has a place of its own beside the page."""
    from reader.ui.header import Header
    from reader.ui.look import interface_font

    window.header = Header(table, window)
    _take_look(window, window.header)
    yield
    from reader.ui.shelf_panel import ShelfPanel

    yield
    window.shelf = ShelfPanel(window)
    _take_look(window, window.shelf)
    yield
    from reader.ui.margin import Margin
    from reader.ui.strip import Strip

    window.margin = Margin(window)
    window.strip = Strip(window.surface.verticalScrollBar(), window)
    window.foot = QLabel(window)
    window.foot.setFont(interface_font(12))
    window.foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
    _take_look(window, window.margin, window.strip)
    yield


def _over(window: MainWindow, table: Sequence[Action]) -> Iterator[None]:
    """Build what comes and goes over the page."""
    from reader.ui.footnote import Footnote
    from reader.ui.messages import Messages
    from reader.ui.note_editor import NoteEditor
    from reader.ui.selection_bar import SelectionBar

    window.messages = Messages(window)
    window.bar = SelectionBar(table, window)
    window.editor = NoteEditor(window)
    window.footnote = Footnote(window)
    _take_look(window, window.messages, window.bar, window.editor, window.footnote)
    yield
    from reader.ui.beside import Beside
    from reader.ui.panels import Panels

    window.beside = Beside(window)
    window.patience = QTimer(window)
    window.patience.setSingleShot(True)
    window.patience.timeout.connect(window.beside.bar_follows)
    window.panels = Panels(window, table)


def _verbs(window: MainWindow, table: Sequence[Action]) -> Iterator[None]:
    """Build what does things."""
    from reader.ui.follow import Follow
    from reader.ui.going import Going
    from reader.ui.marking import Marking
    from reader.ui.resizing import Resizing

    yield
    from reader.ui.commands import Commands
    from reader.ui.shortcuts import Shortcuts
    from reader.ui.surface import accessible

    yield
    window.resizing = Resizing(window)
    window.marking = Marking(window)
    window.going = Going(window)
    window.follow = Follow(window)
    window.commands = Commands(window)
    Shortcuts(window, table, window.commands.run, window.beside.page_keys_apply)
    accessible.describe(window.surface)


def _take_look(window: MainWindow, *parts: Part) -> None:
    for part in parts:
        part.set_look(window.look)


def _join(window: MainWindow) -> None:
    commands = window.commands
    session, surface = window.session, window.surface
    session.failed.connect(window.messages.fail)
    for sentence in window.early_failures[-1:]:
        window.messages.fail(sentence)
    window.early_failures.clear()
    session.failed.disconnect(window.early_failures.append)
    QApplication.styleHints().colorSchemeChanged.connect(window.system_turned)
    session.changed.connect(commands.news)
    session.library_changed.connect(window.follow.lists_are_old)
    surface.selection_changed.connect(window.beside.selection_moved)
    surface.annotation_clicked.connect(window.marking.highlight_clicked)
    surface.link_activated.connect(window.going.follow_link)
    surface.footnote_activated.connect(window.going.show_footnote)
    for source in (window.header, window.bar):
        source.wanted.connect(commands.run)
    shelf = window.shelf
    shelf.article_wanted.connect(commands.article_chosen)
    shelf.article_menu_wanted.connect(commands.article_menu)
    shelf.heading_wanted.connect(window.going.heading_chosen)
    shelf.note_wanted.connect(window.marking.note_chosen)
    shelf.add_wanted.connect(lambda: commands.run("open"))
    shelf.texts_wanted.connect(lambda: commands.run("texts"))
    shelf.notes_wanted.connect(lambda: commands.run("notes"))
    shelf.orphans_wanted.connect(lambda: window.panels.open("orphans"))
    shelf.left.connect(window.leave_shelf)
    margin = window.margin
    margin.activated.connect(window.marking.card_clicked)
    margin.edit_wanted.connect(window.marking.edit_note)
    margin.step_wanted.connect(window.marking.step)
    margin.left.connect(surface.setFocus)
    margin.menu_wanted.connect(window.marking.note_menu)
    margin.scrolled.connect(surface.wheelEvent)
    window.strip.jumped.connect(window.going.strip_clicked)
    window.footnote.go_wanted.connect(window.going.go_to_footnote)
    window.footnote.closed.connect(surface.setFocus)
    editor = window.editor
    editor.draft.connect(window.marking.store_draft)
    editor.left.connect(window.marking.note_left)
    editor.resized.connect(window.beside.place_editor)
    editor.removal_wanted.connect(window.marking.remove_one)


class Part(Protocol):
    """Something that takes the colours of a look."""

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme, the direction and the words of the interface."""
