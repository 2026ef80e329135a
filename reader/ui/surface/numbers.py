"""Draws the numbers of printed pages and verses beside the lines where they begin; they are no part of the text."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from reader.document.model import LocatorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.document.model import Locator
    from reader.ui.surface.layout import Laid
    from reader.ui.surface.page import Page
    from reader.ui.theme import Theme

_AWAY = 14.0
_SIZE = 0.64
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_SHOWN = {LocatorKind.PAGE, LocatorKind.VERSE, LocatorKind.HADITH}


class Numbers:
    """The locators of one article, found by offset."""

    def __init__(self, locators: Sequence[Locator] = ()) -> None:
        self._shown = [locator for locator in locators if locator.kind in _SHOWN]
        self._offsets = [locator.offset for locator in self._shown]

    def __bool__(self) -> bool:
        return bool(self._shown)

    def between(self, start: int, end: int) -> list[Locator]:
        """Return the locators from ``start`` up to ``end``."""
        return self._shown[bisect_left(self._offsets, start) : bisect_left(self._offsets, end)]

    def draw(self, painter: QPainter, laid: Laid, page: Page, theme: Theme) -> None:
        """Draw the numbers of ``laid`` in the coordinates of the piece, on the side where the document begins."""
        if not self._shown:
            return
        begin = laid.piece.start - 2
        for line in laid.lines:
            found = self.between(begin, line.end)
            begin = line.end
            if found:
                _label(painter, label_of(found, page.language), line.baseline, page, theme)


def label_of(locators: Sequence[Locator], language: str) -> str:
    """Return what is written beside a line where ``locators`` begin: the page, or the verses from first to last.

    Digits are those of the article's language.
    """
    pages = [locator for locator in locators if locator.kind is LocatorKind.PAGE]
    shown = pages or locators
    names = [locator.label if pages else locator.label.rpartition(":")[2] for locator in shown]
    text = names[0] if names[0] == names[-1] else f"{names[0]}–{names[-1]}"
    base = language.partition("-")[0]
    if base == "ar":
        return text.translate(_ARABIC)
    return text.translate(_PERSIAN) if base in {"fa", "ur", "ps"} else text


def _label(painter: QPainter, text: str, baseline: float, page: Page, theme: Theme) -> None:
    font = page.faces.font(page.faces.script, page.size * _SIZE)
    painter.setFont(font)
    painter.setPen(QColor(theme.soft))
    width = QFontMetricsF(font).horizontalAdvance(text)
    x = page.width + _AWAY if page.direction == "rtl" else -_AWAY - width
    painter.drawText(QPointF(x, baseline), text)
