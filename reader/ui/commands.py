"""What each action of the table does; the only place where the window writes to the library."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu

from reader import annotate, shelf
from reader.annotation.model import Colour, Style
from reader.settings import GREATEST_SIZE, LEAST_SIZE
from reader.ui import copying, intake, resizing
from reader.ui.actions import colour_name
from reader.ui.i18n import tr
from reader.ui.note_editor import typed_text
from reader.ui.surface.page import direction_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData

    from reader.annotation.model import Annotation
    from reader.desk import Changes
    from reader.ui.window import MainWindow

_SIGNS = ("all", "vowels", "letters")
_STYLES = tuple(Style)
_KEPT_PLACES = 100


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
        "describe": tr("changing the description"),
    }.get(verb, tr("the last change"))
    return (tr("Done again: {what}") if again else tr("Undone: {what}")).format(what=what)


class Commands:
    """Runs actions by their ids."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session
        self._back: list[int] = []
        self._forward: list[int] = []
        self._turned: dict[tuple[str, int], str] = {}
        self._acts: dict[str, Callable[[], object]] = {
            "open": lambda: intake.choose_files(window),
            "paste": lambda: self.add_from(QApplication.clipboard().mimeData()),
            "library": self._library,
            "export": lambda: copying.choose_export(window),
            "close": window.close,
            "undo": self.undo,
            "redo": self.redo,
            "copy": lambda: copying.copy(window, cited=False),
            "cite": lambda: copying.copy(window, cited=True),
            "mark_last": lambda: self.mark(Colour(window.settings.last_colour)),
            "note": self.write_note,
            "tags": lambda: self.write_note(in_tags=True),
            "style": self._next_style,
            "remove": self.remove,
            "start_earlier": lambda: self._resize(start=True, later=False),
            "start_later": lambda: self._resize(start=True, later=True),
            "end_earlier": lambda: self._resize(start=False, later=False),
            "end_later": lambda: self._resize(start=False, later=True),
            "next_mark": lambda: self.step(1),
            "previous_mark": lambda: self.step(-1),
            "find": window.panels["find"].open,
            "find_next": lambda: self._find(1),
            "find_previous": lambda: self._find(-1),
            "go_to": window.panels["go_to"].open,
            "back": lambda: self._return(self._back, self._forward),
            "forward": lambda: self._return(self._forward, self._back),
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
            "settings": window.panels["settings"].open,
            "keys": window.panels["keys"].open,
            "notes": lambda: window.unfold_shelf(shown=True),
        }
        for number, colour in enumerate(Colour, 1):
            self._acts[f"mark_{number}"] = partial(self.mark, colour)

    def run(self, action: str) -> None:
        """Do what an action of the table says."""
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
            window.place_editor()
        if changes:
            window.follow.news()

    # Highlights

    def mark(self, colour: Colour) -> Annotation | None:
        """Highlight the selection; without one, give the active highlight this colour."""
        window, desk = self._window, self._session.desk
        window.choose_quietly(last_colour=colour.value)
        selected = window.surface.selection()
        if desk is None:
            return None
        if selected is None:
            if window.active:
                self._session.change(annotate.edit, self._session.library, window.active, colour=colour)
            return None
        made = self._session.change(
            annotate.highlight, self._session.library, desk.id, *selected, colour=colour, version=desk.version
        )
        if made is not None:
            window.surface.clear_selection()
            window.set_active(made.id)
        return made

    def write_note(self, *, in_tags: bool = False) -> None:
        """Write the note of the active highlight; a selection is highlighted first."""
        window = self._window
        if window.surface.selection() is not None:
            self.mark(Colour(window.settings.last_colour))
        target = window.active or self._under_caret()
        if target is not None:
            self.edit_note(target, in_tags=in_tags)
        else:
            window.messages.say(tr("Select a passage first, or go to a highlight."))

    def edit_note(self, annotation: str, *, in_tags: bool = False) -> None:
        """Write the note of one annotation in its card."""
        window, library = self._window, self._session.library
        window.leave_note()
        found = self._session.do(annotate.get, library, annotation)
        if found is None:
            return
        window.set_active(annotation)
        draft = self._session.do(annotate.draft, library, annotation)
        window.editor.edit(found, draft=draft, known_tags=self._known_tags(), in_tags=in_tags)
        window.place_editor()
        window.bar_follows()
        if draft is not None and draft != found.note:
            window.messages.say(tr("What was being written here was kept."))

    def store_draft(self, annotation: str, text: str) -> None:
        """Keep what is being typed, outside the history."""
        self._session.do(annotate.save_draft, self._session.library, annotation, text)

    def note_left(self, annotation: str, text: str, direction: str, tags: tuple[str, ...]) -> None:
        """Make one step of history of a note that was left, if anything in it changed."""
        library = self._session.library
        before = self._session.do(annotate.get, library, annotation)
        self._window.place_editor()
        if before is None or before.deleted:
            return
        if (before.note, before.note_direction, before.tags) == (text, direction, tags):
            self._session.do(annotate.drop_draft, library, annotation)
        else:
            self._session.change(annotate.edit, library, annotation, note=text, note_direction=direction, tags=tags)
        self._window.set_active(annotation)
        focus = QApplication.focusWidget()
        if focus is None or self._window.editor.isAncestorOf(focus):
            self._window.surface.setFocus()

    def remove(self) -> None:
        """Put the highlight under the caret, or the active one, into the bin."""
        target = self._window.active or self._under_caret()
        if target is not None:
            self.remove_one(target)

    def remove_one(self, annotation: str) -> None:
        """Put one highlight with its note into the bin; a message offers to undo it."""
        window = self._window
        if window.editor.annotation_id == annotation:
            text = typed_text(window.editor.text)
            self.store_draft(annotation, text)
            window.editor.drop()
            window.place_editor()
        window.bar_for_highlight = False
        self._session.change(annotate.delete, self._session.library, [annotation])
        window.bar_follows()
        window.messages.say(tr("The highlight is in the bin."), button=tr("Undo"), act=self.undo)
        window.surface.setFocus()

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

    def step(self, by: int) -> None:
        """Go to the next or previous highlight, from the active one, else from the place that is read."""
        window, desk = self._window, self._session.desk
        if desk is None or not desk.annotations:
            return
        marks = desk.annotations
        at = next((index for index, mark in enumerate(marks) if mark.id == window.active), None)
        if at is None:
            here = window.surface.caret()
            after = next((index for index, mark in enumerate(marks) if mark.placement.start >= here), len(marks))
            at = after - 1 if by > 0 else after
        target = marks[(at + by) % len(marks)]
        self.show(target)

    def show(self, annotation: Annotation) -> None:
        """Bring an annotation of the open article into view and make it the active one."""
        window = self._window
        y = window.surface.line_y(annotation.placement.start)
        if y is None or not 0 <= y <= window.surface.viewport().height() - 80:
            self.remember()
            window.surface.go_to(annotation.placement.start)
        window.set_active(annotation.id)

    def highlight_clicked(self, annotation: str) -> None:
        """Make a clicked highlight the active one; where several overlap, each click takes the next."""
        window = self._window
        here = [mark.id for mark in window.surface.annotations_at(window.surface.caret())]
        if window.active in here and len(here) > 1:
            annotation = here[(here.index(window.active) + 1) % len(here)]
        window.set_active(annotation, bar=True)

    def card_clicked(self, annotation: str) -> None:
        """Make the note of a card the active one; a click on the active one writes in it."""
        window = self._window
        if window.active == annotation or not window.margin_has_cards():
            self.edit_note(annotation)
        else:
            window.set_active(annotation)
            window.margin.setFocus()

    def note_chosen(self, annotation: str) -> None:
        """Go to a note chosen in a list."""
        desk = self._session.desk
        found = next((mark for mark in desk.annotations if mark.id == annotation), None) if desk else None
        if found is not None:
            self.remember()
            self._window.surface.go_to(found.placement.start)
            self._window.set_active(annotation)

    def note_menu(self, annotation: str, at: QPoint) -> None:
        """Offer what can be done with a note."""
        window = self._window
        window.set_active(annotation)
        menu = QMenu(window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Write the note")).triggered.connect(lambda: self.edit_note(annotation))
        colours = menu.addMenu(tr("Colour"))
        for colour in Colour:
            colours.addAction(colour_name(colour)).triggered.connect(lambda _on=False, colour=colour: self.mark(colour))
        menu.addAction(tr("Change the style")).triggered.connect(self._next_style)
        menu.addAction(tr("Copy with citation")).triggered.connect(lambda: copying.copy(window, cited=True))
        menu.addSeparator()
        menu.addAction(tr("Remove the highlight")).triggered.connect(lambda: self.remove_one(annotation))
        menu.popup(at)

    # Going

    def jump(self, offset: int) -> None:
        """Go somewhere else, from where one can come back."""
        self.remember()
        self._window.surface.go_to(offset)
        self._window.surface.setFocus()

    def remember(self) -> None:
        """Keep the place that is read as one to come back to."""
        self._back.append(self._window.surface.position()[1])
        del self._back[:-_KEPT_PLACES]
        self._forward.clear()

    def heading_chosen(self, offset: int) -> None:
        """Go to a heading."""
        self.remember()
        self._window.surface.go_to(offset, at=0.08)
        self._window.surface.setFocus()

    def strip_clicked(self, share: float) -> None:
        """Go to a mark of the strip."""
        self.jump(self._window.surface.offset_at_fraction(share))

    def follow_link(self, target: str) -> None:
        """Open an address in the browser, or go to a place of this text."""
        desk = self._session.desk
        block = desk.block_by_anchor(target.removeprefix("#")) if desk else None
        if desk is not None and block is not None:
            self.jump(desk.block(block).start)
        elif QUrl(target).scheme() in {"http", "https", "mailto"}:
            QDesktopServices.openUrl(QUrl(target))
        else:
            self._window.messages.say(tr("This link leads to nothing that can be opened."))

    def show_footnote(self, anchor: str) -> None:
        """Go to a footnote; Back leads back to its mark."""
        desk = self._session.desk
        block = desk.block_by_anchor(anchor) if desk else None
        if desk is not None and block is not None:
            self.jump(desk.block(block).start)

    # Articles

    def add_from(self, data: QMimeData) -> None:
        """Add the files or the text of a clipboard or of a drop."""
        intake.add_from(self._window, data)

    def article_chosen(self, article: str) -> None:
        """Open an article of the library."""
        self._back.clear()
        self._forward.clear()
        self._window.open_article(article)
        self._window.shelf_over = False
        self._window.rearrange()

    def article_menu(self, article: str, at: QPoint) -> None:
        """Offer what can be done with an article."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open")).triggered.connect(lambda: self.article_chosen(article))
        menu.addAction(tr("Export the notes…")).triggered.connect(lambda: copying.choose_export(self._window, article))
        menu.addSeparator()
        menu.addAction(tr("Remove from the library")).triggered.connect(lambda: self.remove_article(article))
        menu.popup(at)

    def remove_article(self, article: str) -> None:
        """Put an article with its notes into the bin; a message offers to undo it."""
        self._session.change(shelf.remove, self._session.library, [article])
        self._window.messages.say(tr("The text is in the bin, with its notes."), button=tr("Undo"), act=self.undo)

    # Inside

    def _under_caret(self) -> str | None:
        found = self._window.surface.annotations_at(self._window.surface.caret())
        return found[0].id if found else None

    def _known_tags(self) -> list[str]:
        desk = self._session.desk
        return sorted({tag for mark in desk.annotations for tag in mark.tags}) if desk else []

    def _next_style(self) -> None:
        target = self._window.active or self._under_caret()
        found = self._session.do(annotate.get, self._session.library, target) if target else None
        if found is not None:
            following = _STYLES[(_STYLES.index(found.style) + 1) % len(_STYLES)]
            self._session.change(annotate.edit, self._session.library, found.id, style=following)

    def _resize(self, *, start: bool, later: bool) -> None:
        target = self._window.active or self._under_caret()
        desk = self._session.desk
        found = next((mark for mark in desk.annotations if mark.id == target), None) if desk else None
        if desk is None or found is None:
            return
        span = resizing.by_word(desk, found.placement.start, found.placement.end, start_moves=start, later=later)
        if span is not None:
            self._session.change(
                annotate.edit, self._session.library, found.id, start=span[0], end=span[1], version=desk.version
            )
            self._window.set_active(found.id)

    def _library(self) -> None:
        self._window.unfold_shelf(shown=True)
        self._window.shelf.focus()

    def _find(self, step: int) -> None:
        bar = self._window.find_bar
        if not bar.isVisible():
            bar.open()
        elif step > 0:
            bar.find_next()
        else:
            bar.find_previous()

    def _return(self, places: list[int], others: list[int]) -> None:
        if places:
            others.append(self._window.surface.position()[1])
            self._window.surface.go_to(places.pop(), at=0.0)

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
        now = self._turned.get((desk.id, block.start), "rtl" if rtl else "ltr")
        turned = self._turned[desk.id, block.start] = "ltr" if now == "rtl" else "rtl"
        self._window.surface.set_block_direction(block.start, turned)

    def _set_direction(self, direction: str) -> None:
        if self._window.editor.isVisible():
            self._window.editor.set_direction(direction)
        else:
            self._window.surface.set_block_direction(self._window.surface.caret(), direction)

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
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._window.surface, event)

    def _full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()
