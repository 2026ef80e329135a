"""Marking and noting: what the keys, the bar, the cards and the lists do to annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from reader import annotate
from reader.annotation.model import Colour, Style
from reader.ui import copying, resizing
from reader.ui.actions import colour_name
from reader.ui.hidden import hide
from reader.ui.i18n import tr, tr_n
from reader.ui.note_editor import typed_text
from reader.ui.work import Task

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from reader.annotation.model import Annotation
    from reader.formats import Watch
    from reader.store.library import Library
    from reader.ui.window import MainWindow

_STYLES = tuple(Style)


def mark_everywhere(library: Library, article: str, quote: str, colour: Colour, watch: Watch) -> int:
    """Highlight every place that reads like ``quote`` and has no highlight of just that span; return how many.

    One transaction and one undoable step; runs in a worker.
    """
    from reader import shelf
    from reader.text.find import Query, find
    from reader.text.folding import for_language

    text = shelf.text(library, article)
    folding = for_language(shelf.info(library, article).language)
    query = Query(quote, folding, whole_word=True)
    known = {(note.placement.start, note.placement.end) for note in annotate.notes(library, article)}
    found = [(hit.start, hit.end) for hit in find(text, query, cancelled=watch.cancelled)]
    rows = [{"start": start, "end": end, "colour": colour} for start, end in found if (start, end) not in known]
    if rows:
        annotate.highlight_many(library, article, rows)
    return len(rows)


class Marking:
    """The actions on highlights and notes of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session

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
            if window.hidden.hides(made):
                hide(window, window.hidden.without(made))
            window.surface.clear_selection()
            window.set_active(made.id)
        return made

    def write_note(self, *, in_tags: bool = False) -> None:
        """Write the note of the active highlight; a selection is highlighted first."""
        window = self._window
        if window.surface.selection() is not None:
            self.mark(Colour(window.settings.last_colour))
        target = window.active or self.under_caret()
        if target is not None:
            self.edit_note(target, in_tags=in_tags)
        else:
            window.messages.say(tr("Select a passage first, or go to a highlight."))

    def edit_note(self, annotation: str, *, in_tags: bool = False) -> None:
        """Write the note of one annotation in its card."""
        window, library = self._window, self._session.library
        window.leave_note()
        found = self._session.do(annotate.get, library, annotation)
        if found is None or found.deleted:
            return
        window.set_active(annotation)
        draft = self._session.do(annotate.draft, library, annotation)
        window.editor.edit(
            found,
            draft=draft,
            known_tags=self._session.do(annotate.known_tags, self._session.library) or (),
            in_tags=in_tags,
        )
        window.beside.place_editor()
        window.beside.bar_follows()
        if draft is not None and draft != found.note:
            window.messages.say(tr("What was being written here was kept."))

    def store_draft(self, annotation: str, text: str) -> None:
        """Keep what is being typed, outside the history."""
        self._session.do(annotate.save_draft, self._session.library, annotation, text)

    def note_left(self, annotation: str, text: str, direction: str, tags: tuple[str, ...]) -> None:
        """Make one step of history of a note that was left, if anything in it changed."""
        library = self._session.library
        before = self._session.do(annotate.get, library, annotation)
        self._window.beside.place_editor()
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
        target = self._window.active or self.under_caret()
        if target is not None:
            self.remove_one(target)

    def remove_one(self, annotation: str) -> None:
        """Put one highlight with its note into the bin; a message offers to undo it."""
        window = self._window
        if window.editor.annotation_id == annotation:
            text = typed_text(window.editor.text)
            self.store_draft(annotation, text)
            window.editor.drop()
            window.beside.place_editor()
        window.beside.for_highlight = False
        self._session.change(annotate.delete, self._session.library, [annotation])
        window.beside.bar_follows()
        window.messages.say(tr("The highlight is in the bin."), button=tr("Undo"), act=self._window.commands.undo)
        window.surface.setFocus()

    def step(self, by: int) -> None:
        """Go to the next or previous highlight that is shown, from the active one, else from the place that is read."""
        window, desk = self._window, self._session.desk
        hidden = window.hidden
        marks = (
            [mark for mark in desk.annotations if mark.id == window.active or not hidden.hides(mark)] if desk else []
        )
        if not marks:
            return
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
            window.going.remember()
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
        found = self._session.note(annotation)
        if found is not None:
            self._window.going.remember()
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
        menu.addAction(tr("Change the style")).triggered.connect(self.next_style)
        menu.addAction(tr("Copy with citation")).triggered.connect(lambda: copying.copy(window, cited=True))
        menu.addSeparator()
        menu.addAction(tr("Remove the highlight")).triggered.connect(lambda: self.remove_one(annotation))
        menu.popup(at)

    def under_caret(self) -> str | None:
        """Return the first highlight at the caret."""
        found = self._window.surface.annotations_at(self._window.surface.caret())
        return found[0].id if found else None

    def next_style(self) -> None:
        """Draw the active highlight in the next style: background, underline, strike-through."""
        target = self._window.active or self.under_caret()
        found = self._session.do(annotate.get, self._session.library, target) if target else None
        if found is not None:
            following = _STYLES[(_STYLES.index(found.style) + 1) % len(_STYLES)]
            self._session.change(annotate.edit, self._session.library, found.id, style=following)

    def resize(self, *, start: bool, later: bool) -> None:
        """Move one end of the active highlight by a word."""
        target = self._window.active or self.under_caret()
        desk = self._session.desk
        found = self._session.note(target)
        if desk is None or found is None:
            return
        span = resizing.by_word(desk, found.placement.start, found.placement.end, start_moves=start, later=later)
        if span is not None:
            self._session.change(
                annotate.edit, self._session.library, found.id, start=span[0], end=span[1], version=desk.version
            )
            self._window.set_active(found.id)

    def mark_all(self) -> None:
        """Highlight every place that reads like the selection, or like the active highlight's passage."""
        window, desk = self._window, self._session.desk
        span = copying.span_to_copy(window)
        if desk is None or span is None:
            window.messages.say(tr("Select a passage first, or go to a highlight."))
            return
        quote, article, colour = desk.text(*span), desk.id, Colour(window.settings.last_colour)
        task = Task(
            window,
            self._session.library,
            lambda library, watch: mark_everywhere(library, article, quote, colour, watch),
        )
        task.done.connect(self._marked_all)
        task.failed.connect(window.messages.fail)
        task.ended.connect(task.deleteLater)
        task.start()

    def _marked_all(self, count: int) -> None:
        self._session.refresh()
        self._window.surface.clear_selection()
        undo = self._window.commands.undo if count else None
        self._window.messages.say(
            tr_n("%n places were highlighted.", count), button=tr("Undo") if count else "", act=undo
        )
