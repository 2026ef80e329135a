"""What each action of the table does; the only place where the window writes to the library."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu

from reader import annotate, shelf
from reader.annotation.model import Colour
from reader.settings import GREATEST_SIZE, LEAST_SIZE
from reader.ui import copying, exporting, folder_intake, intake, looking_up, rereading, texts_verbs
from reader.ui.i18n import tr, tr_n
from reader.ui.surface.page import direction_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData

    from reader.desk import Changes
    from reader.ui.window import MainWindow

_SHOWN = 20
"""Removed texts offered in a menu."""
_SIGNS = ("all", "vowels", "letters")


def undone(verb: str, *, again: bool) -> str:
    """Return the sentence for a step that was undone, or done again."""
    what = {
        "highlight": tr("highlighting"),
        "delete": tr("removing"),
        "recolour": tr("changing the colour"),
        "restyle": tr("changing the style"),
        "note": tr("writing the note"),
        "tag": tr("changing the tags"),
        "resize": tr("changing the passage"),
        "relink": tr("linking again"),
        "restore": tr("restoring"),
        "remove": tr("removing the text"),
        "bookmark": tr("setting the bookmark"),
        "remove bookmark": tr("removing the bookmark"),
        "import": tr("importing notes"),
        "update": tr("the new text"),
        "describe": tr("changing the description"),
    }.get(verb, tr("the last change"))
    return (tr("Done again: {what}") if again else tr("Undone: {what}")).format(what=what)


class Commands:
    """Runs actions by their ids."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session
        marking = window.marking
        self._acts: dict[str, Callable[[], object]] = {
            "open": lambda: intake.choose_files(window),
            "paste": lambda: self.add_from(QApplication.clipboard().mimeData()),
            "add_folder": lambda: folder_intake.choose_folder(window),
            "add_address": lambda: window.panels.texts.begin(address=True),
            "library": self._library,
            "texts": partial(window.panels.open, "texts"),
            "recent": lambda: window.panels.texts.begin(recent=True),
            "rename": lambda: window.panels.about.show_article(""),
            "export": lambda: exporting.choose_export(window),
            "encoding": lambda: rereading.choose(window),
            "as_is": lambda: rereading.as_is(window),
            "print": self._print,
            "close": window.close,
            "undo": self.undo,
            "redo": self.redo,
            "select_all": self._select_all,
            "copy": lambda: copying.copy(window, cited=False),
            "cite": lambda: copying.copy(window, cited=True),
            "mark_last": lambda: marking.mark(Colour(window.settings.last_colour)),
            "note": marking.write_note,
            "tags": lambda: marking.write_note(in_tags=True),
            "style": marking.next_style,
            "remove": marking.remove,
            "start_earlier": lambda: marking.resize(start=True, later=False),
            "start_later": lambda: marking.resize(start=True, later=True),
            "end_earlier": lambda: marking.resize(start=False, later=False),
            "end_later": lambda: marking.resize(start=False, later=True),
            "mark_all": marking.mark_all,
            "next_mark": lambda: marking.step(1),
            "previous_mark": lambda: marking.step(-1),
            "find": partial(window.panels.open, "find"),
            "find_next": lambda: self._find(1),
            "find_previous": lambda: self._find(-1),
            "exact": self._exact,
            "go_to": partial(window.panels.open, "go_to"),
            "bookmark": window.going.bookmark,
            "about": lambda: window.panels.about.show_article(""),
            "next_heading": lambda: window.going.step_heading(1),
            "previous_heading": lambda: window.going.step_heading(-1),
            "back": window.going.back,
            "forward": window.going.forward,
            "bigger": lambda: self._size(window.settings.size * 1.1),
            "smaller": lambda: self._size(window.settings.size / 1.1),
            "usual_size": lambda: self._size(22.0),
            "signs": self._signs,
            "direction": self._direction,
            "to_rtl": lambda: self._set_direction("rtl"),
            "to_ltr": lambda: self._set_direction("ltr"),
            "panes": lambda: self._next_pane(1),
            "panes_back": lambda: self._next_pane(-1),
            "caret": self._caret,
            "shelf": lambda: window.unfold_shelf(shown=not window.shelf_wanted()),
            "margin": lambda: window.choose(margin=not window.settings.margin),
            "full_screen": self._full_screen,
            "statistics": partial(window.panels.open, "statistics"),
            "settings": partial(window.panels.open, "settings"),
            "keys": partial(window.panels.open, "keys"),
            "notes": partial(window.panels.open, "notes"),
            "hidden": partial(window.panels.open, "hidden"),
            "orphans": partial(window.panels.open, "orphans"),
            "search": partial(window.panels.open, "search"),
            "look_up": lambda: looking_up.look_up(window),
            "history": partial(window.panels.open, "history"),
        }
        for number, colour in enumerate(Colour, 1):
            self._acts[f"mark_{number}"] = partial(marking.mark, colour)

    @property
    def known(self) -> frozenset[str]:
        """The ids of all actions that can be run."""
        return frozenset(self._acts)

    def run(self, action: str) -> None:
        """Do what an action of the table says, to the texts selected in the view of the library where it means them."""
        if self._window.panels.shown("texts") is None or not self._window.panels.texts.takes(action):
            self._acts[action]()

    # News

    def news(self, changes: Changes) -> None:
        """Show what the journal says has changed, whoever wrote it."""
        window = self._window
        window.surface.apply(changes)
        if window.active in changes.removed:
            window.set_active(None)
        if window.editor.annotation_id in changes.removed:
            window.editor.drop()
            window.beside.place_editor()
        if changes:
            window.follow.news()
        if changes.article_changed:
            self._new_version()

    def _new_version(self) -> None:
        """Show the text anew when it has another version now, whoever gave it that."""
        desk = self._session.desk
        info = self._session.do(shelf.info, self._session.library, desk.id) if desk else None
        if desk is None or info is None or info.version == desk.version:
            return
        self._window.show_again(desk.id)
        if info.orphans:
            said = tr_n("%n notes have no place in the new text.", info.orphans)
            act = partial(self._window.panels.open, "orphans")
            self._window.messages.say(said, button=tr("Find their places…"), act=act)
        else:
            self._window.messages.say(tr("The text is new; every note has kept its place."))

    def undo(self) -> None:
        """Undo the last step of this window."""
        self._window.leave_note()
        verb = self._session.change(annotate.undo, self._session.library)
        if verb is not None:
            self._window.messages.say(undone(verb, again=False))

    def redo(self) -> None:
        """Do again what was undone last."""
        verb = self._session.change(annotate.redo, self._session.library)
        if verb is not None:
            self._window.messages.say(undone(verb, again=True))

    # Articles

    def add_from(self, data: QMimeData | None) -> None:
        """Add the files or the text of a clipboard or of a drop."""
        intake.add_from(self._window, data)

    def article_chosen(self, article: str) -> None:
        """Open an article of the library; the view of the library closes."""
        view = self._window.panels.shown("texts")
        if view is not None:
            view.dismiss()
        self._window.going.forget()
        self._window.open_article(article)
        self._window.shelf_over = False
        self._window.rearrange()

    def article_menu(self, article: str, at: QPoint) -> None:
        """Offer what can be done with an article."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open")).triggered.connect(lambda: self.article_chosen(article))
        menu.addAction(tr("Export the notes…")).triggered.connect(
            lambda: exporting.choose_export(self._window, article)
        )
        menu.addAction(tr("About the text")).triggered.connect(lambda: self._window.panels.about.show_article(article))
        menu.addAction(tr("New text from a file…")).triggered.connect(
            lambda: intake.choose_update(self._window, article)
        )
        menu.addAction(tr("Read in another encoding…")).triggered.connect(
            lambda: rereading.choose(self._window, article)
        )
        menu.addAction(tr("Take the text as it is")).triggered.connect(lambda: rereading.as_is(self._window, article))
        menu.addAction(tr("Import notes…")).triggered.connect(lambda: intake.choose_notes(self._window, article))
        menu.addSeparator()
        self._offer_removed(menu.addMenu(tr("Bring back a removed text")))
        menu.addAction(tr("Remove from the library")).triggered.connect(lambda: self.remove_article(article))
        menu.popup(at)

    def _offer_removed(self, menu: QMenu) -> None:
        removed = self._session.do(shelf.articles, self._session.library, deleted=True) or []
        menu.setEnabled(bool(removed))
        for info in removed[:_SHOWN]:
            menu.addAction(info.title).triggered.connect(lambda _on=False, info=info: self.bring_back(info.id))

    def bring_back(self, article: str) -> None:
        """Take an article with its notes out of the bin, and open it."""
        self._session.change(shelf.restore, self._session.library, [article])
        self.article_chosen(article)

    def remove_article(self, article: str) -> None:
        """Put an article with its notes into the bin; a message offers to undo it."""
        texts_verbs.remove(self._window, [article])

    # Inside

    def _print(self) -> None:
        from reader.ui import printing

        printing.choose_printer(self._window)

    def _library(self) -> None:
        self._window.unfold_shelf(shown=True)
        self._window.shelf.focus()

    def _find(self, step: int) -> None:
        bar = self._window.panels.find
        if not bar.isVisible():
            bar.open()
        elif step > 0:
            bar.find_next()
        else:
            bar.find_previous()

    def _select_all(self) -> None:
        focus = self._window.focusWidget()
        if isinstance(focus, QAbstractItemView):
            focus.selectAll()
        else:
            self._window.surface.select_all()

    def _exact(self) -> None:
        bar = self._window.panels.find
        if not bar.isVisible():
            bar.open()
        bar.exact.toggle()

    def _size(self, size: float) -> None:
        self._window.choose(size=min(GREATEST_SIZE, max(LEAST_SIZE, round(size))))

    def _signs(self) -> None:
        window = self._window
        following = _SIGNS[(_SIGNS.index(window.settings.signs) + 1) % len(_SIGNS)]
        window.choose(signs=following)
        said = {"all": tr("All signs"), "vowels": tr("Vowel signs only"), "letters": tr("Letters only")}
        window.messages.say(said[following])

    def _direction(self) -> None:
        if self._window.editor.isVisible():
            self._window.editor.turn()
            return
        desk = self._session.desk
        if desk is None or not desk.block_count:
            return
        at = max(0, desk.block_at(self._window.surface.caret()))
        block = desk.block(at)
        rtl = direction_of(block, desk.block_text(at), str(desk.direction))
        now = desk.directions().get(block.start, "rtl" if rtl else "ltr")
        self._turn(block.start, "ltr" if now == "rtl" else "rtl")

    def _set_direction(self, direction: str) -> None:
        if self._window.editor.isVisible():
            self._window.editor.set_direction(direction)
        else:
            self._turn(self._window.surface.caret(), direction)

    def _turn(self, offset: int, direction: str) -> None:
        if self._session.desk is not None:
            self._session.do(self._session.desk.turn, offset, direction)
            self._window.surface.set_block_direction(offset, direction)

    def _next_pane(self, by: int) -> None:
        window = self._window
        panes = [window.surface, window.margin, window.shelf.article_list]
        shown = [pane for pane in panes if pane.isVisible()]
        focus = window.focusWidget()
        at = next((at for at, pane in enumerate(shown) if pane is focus or pane.isAncestorOf(focus)), 0)
        following = shown[(at + by) % len(shown)]
        if following is window.shelf.article_list:
            window.shelf.focus()
        else:
            following.setFocus()

    def _caret(self) -> None:
        surface = self._window.surface
        surface.set_caret_mode(not surface.caret_mode())
        surface.setFocus()

    def _full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()
