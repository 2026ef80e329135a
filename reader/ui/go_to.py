"""Go to a printed page, a verse, a reference, a percentage: one field, and what it would go to below."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from reader.document.model import LocatorKind
from reader.ui.books import reference
from reader.ui.i18n import tr
from reader.ui.look import interface_font
from reader.ui.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect

    from reader.document.model import Locator
    from reader.ui.look import Look
    from reader.ui.window import MainWindow

_PERCENT = re.compile(r"^(\d{1,3})\s*[%٪]$")
_NUMBERS = re.compile(r"\d+")
_ORDER = (LocatorKind.PAGE, LocatorKind.VERSE, LocatorKind.HADITH, LocatorKind.CHAPTER)


def plain_digits(text: str) -> str:
    """Return ``text`` with the digits of every script as ASCII."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and c not in "0123456789" else c for c in text)


def place_of(wanted: str, locators: Sequence[Locator], headings: Sequence[tuple[int, str]], length: int) -> int | None:
    """Return the offset that ``wanted`` names, None where nothing is meant.

    Tried in this order: a percentage, the label of a locator as it is (``23``, ``1:23``, ``2:255``, ``Gen 1:1``,
    also by the Hebrew name of its book), its numbers alone, the name of a heading with a number of a verse after it,
    the beginning of a heading.
    """
    said = " ".join(plain_digits(wanted).split())
    if not said:
        return None
    percent = _PERCENT.match(said)
    if percent:
        return min(length, length * int(percent.group(1)) // 100)
    names = {said.casefold(), (reference(said) or said).casefold()}
    exact = [place for place in locators if place.label.casefold() in names]
    if exact:
        return min(exact, key=lambda place: _ORDER.index(place.kind)).offset
    named = _by_heading(said, locators, headings)
    return _by_numbers(said, locators) if named is None else named


def _by_numbers(said: str, locators: Sequence[Locator]) -> int | None:
    numbers = _NUMBERS.findall(said)
    if not numbers or re.search(r"[^\W\d_]", said.replace("ص", "").replace("ج", "")):
        return None
    for kind in _ORDER:
        for place in locators:
            if place.kind is kind and _NUMBERS.findall(place.label) == numbers:
                return place.offset
    for place in locators:
        if place.kind is LocatorKind.PAGE and _NUMBERS.findall(place.label)[-1:] == numbers:
            return place.offset
    return None


def _by_heading(said: str, locators: Sequence[Locator], headings: Sequence[tuple[int, str]]) -> int | None:
    name = _folded(re.sub(r"[\d:،,.]+", " ", said).strip()).strip()
    numbers = _NUMBERS.findall(said)
    if not name:
        return None
    for at, (offset, title) in enumerate(headings):
        if name in _folded(title):
            end = headings[at + 1][0] if at + 1 < len(headings) else None
            inside = (
                place.offset
                for place in locators
                if place.offset >= offset
                and (end is None or place.offset < end)
                and numbers
                and _NUMBERS.findall(place.label)[-1:] == numbers[-1:]
            )
            return next(inside, offset)
    return None


@lru_cache(maxsize=20_000)
def _folded(title: str) -> str:
    from reader.text.fold import fold
    from reader.text.folding import ANCHORING

    return fold(title, ANCHORING).text


class GoTo(Panel):
    """Enter goes there, Escape closes."""

    WIDTH = 380

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Go to a page, verse or reference"))
        self._window = window
        self._headings: list[tuple[int, str]] = []
        self.area.hide()
        self.field = QLineEdit()
        self.field.setFont(interface_font(15))
        self.field.setAccessibleName(tr("Go to a page, verse or reference"))
        self.field.setPlaceholderText(tr("Page, verse, heading or 40%"))
        self.hint = QLabel()
        self.hint.setFont(interface_font(12))
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addLayout(row)
            column.addWidget(self.hint)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self.go)

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        super().set_look(look)
        self.hint.setStyleSheet(f"color: {look.theme.soft};")

    def place(self, page: QRect) -> None:
        """Stand at the top of the page."""
        self.page = page
        width = min(self.WIDTH, page.width() - 16)
        self.setGeometry(page.center().x() - width // 2, page.top() + 8, width, self.sizeHint().height())

    def focus(self) -> None:
        """Put the keyboard in the field."""
        self.field.setFocus()
        self.field.selectAll()

    def fill(self) -> None:
        """Read the headings of the open article, once for all that is typed."""
        desk = self._window.session.desk
        self._headings = [(block.start, text) for _at, block, text in desk.headings()] if desk else []

    def go(self) -> None:
        """Go where the field says, or say that there is no such place."""
        offset = self._offset()
        if offset is None:
            self.hint.setText(tr("There is no such place in this text."))
            return
        self.dismiss()
        self._window.going.jump(offset)

    def _offset(self) -> int | None:
        desk = self._window.session.desk
        if desk is None:
            return None
        return place_of(self.field.text(), desk.locators(), self._headings, desk.length)

    def _typed(self) -> None:
        offset = self._offset()
        desk = self._window.session.desk
        if offset is None or desk is None:
            self.hint.setText("")
            return
        self.hint.setText(" ".join(desk.text(offset, offset + 60).split()))
