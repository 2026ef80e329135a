"""Going somewhere else in the text and coming back: headings, links, footnotes, marks of the strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from reader.ui.i18n import tr

if TYPE_CHECKING:
    from reader.store.bookmarks import Bookmark
    from reader.ui.window import MainWindow

LABEL, LABEL_WORDS = 80, 8
"""Code points looked at, and words kept, to name a bookmark."""
_KEPT_PLACES = 100


class Going:
    """The places one came from, and the ways to others."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session
        self._back: list[int] = []
        self._forward: list[int] = []

    def forget(self) -> None:
        """Forget the places of an article that is left."""
        self._back.clear()
        self._forward.clear()

    def back(self) -> None:
        """Go to where one came from."""
        self._return(self._back, self._forward)

    def forward(self) -> None:
        """Go again to where one went back from."""
        self._return(self._forward, self._back)

    def bookmarks(self) -> list[Bookmark]:
        """Return the bookmarks of the open article, in the order of its text."""
        desk = self._session.desk
        if desk is None:
            return []
        return self._session.do(desk.bookmarks) or []

    def bookmark(self) -> None:
        """Set a bookmark at the first line in view, or remove the one there."""
        window, desk = self._window, self._session.desk
        if desk is None:
            return
        first, last = window.surface.visible_range()
        here = [mark for mark in self.bookmarks() if first <= mark.offset < last]
        if here:
            self._session.change(desk.remove_bookmark, here[0].id)
            window.messages.say(tr("The bookmark was removed."))
        else:
            words = " ".join(desk.text(first, first + LABEL).split()[:LABEL_WORDS])
            self._session.change(desk.add_bookmark, first, words)
            window.messages.say(tr("A bookmark stands here."))
        window.follow.contents_changed()

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

    def step_heading(self, direction: int) -> None:
        """Go to the next heading (1) or the one before (-1), from the caret, or from the page if that is elsewhere."""
        desk, surface = self._session.desk, self._window.surface
        if desk is None:
            return
        here = surface.caret() if surface.line_y(surface.caret()) is not None else surface.position()[1]
        starts = [block.start for _index, block, _text in desk.headings()]
        beyond = [start for start in starts if (start - here) * direction > 0]
        if beyond:
            self.heading_chosen(min(beyond) if direction > 0 else max(beyond))
        else:
            self._window.messages.say(tr("There is no further heading."))

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
        """Show a footnote in the margin beside its mark; where there is no margin, over the edge of the page."""
        desk, window = self._session.desk, self._window
        index = desk.block_by_anchor(anchor) if desk else None
        if desk is None or index is None:
            return
        block = desk.block(index)
        window.footnote.show_text(block.label, desk.block_text(index), block.start)
        window.beside.place_footnote(window.surface.line_y(window.surface.caret()))

    def go_to_footnote(self, offset: int) -> None:
        """Go to where a footnote stands; Back leads back to its mark."""
        self._window.footnote.dismiss()
        self.jump(offset)

    def _return(self, places: list[int], others: list[int]) -> None:
        if places:
            others.append(self._window.surface.position()[1])
            self._window.surface.go_to(places.pop(), at=0.0)
