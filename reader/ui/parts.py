"""Builds what stands around the page, and joins its signals to what they do; called once the page has been painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from reader.ui import actions, fonts
from reader.ui.beside import Beside
from reader.ui.commands import Commands
from reader.ui.follow import Follow
from reader.ui.footnote import Footnote
from reader.ui.going import Going
from reader.ui.header import Header
from reader.ui.look import interface_font
from reader.ui.margin import Margin
from reader.ui.marking import Marking
from reader.ui.messages import Messages
from reader.ui.note_editor import NoteEditor
from reader.ui.panels import Panels
from reader.ui.resizing import Resizing
from reader.ui.selection_bar import SelectionBar
from reader.ui.shelf_panel import ShelfPanel
from reader.ui.shortcuts import Shortcuts
from reader.ui.strip import Strip
from reader.ui.surface import accessible

if TYPE_CHECKING:
    from reader.ui.window import MainWindow


def build(window: MainWindow) -> None:
    """Give the window all its parts."""
    fonts.register(fonts.SANS, fonts.HEBREW)
    table = actions.table(right_to_left=window.look.right_to_left)
    window.messages = Messages(window)
    window.header = Header(table, window)
    window.shelf = ShelfPanel(window)
    window.margin = Margin(window)
    window.strip = Strip(window.surface.verticalScrollBar(), window)
    window.foot = QLabel(window)
    window.foot.setFont(interface_font(12))
    window.foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
    window.bar = SelectionBar(table, window)
    window.editor = NoteEditor(window)
    window.footnote = Footnote(window)
    window.beside = Beside(window)
    window.patience = QTimer(window)
    window.patience.setSingleShot(True)
    window.patience.timeout.connect(window.beside.bar_follows)
    window.resizing = Resizing(window)
    window.follow = Follow(window)
    window.panels = Panels(window, table)
    window.marking = Marking(window)
    window.going = Going(window)
    window.commands = Commands(window)
    Shortcuts(window, table, window.commands.run, window.beside.page_keys_apply)
    accessible.describe(window.surface)
    _join(window)


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
    shelf.notes_wanted.connect(lambda: commands.run("notes"))
    shelf.orphans_wanted.connect(lambda: window.panels.open("orphans"))
    shelf.left.connect(surface.setFocus)
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
