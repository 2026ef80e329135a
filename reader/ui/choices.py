"""From what a person has chosen to what Qt and the page need: typography, and the look of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from reader.ui import fonts, theme
from reader.ui.look import Look

if TYPE_CHECKING:
    from reader.settings import Settings


def typography_of(chosen: Settings) -> fonts.Typography:
    """Return how the page is to be set."""
    return fonts.Typography(
        size=chosen.size,
        arabic=chosen.font_arabic,
        hebrew=chosen.font_hebrew,
        latin=chosen.font_latin,
        leading=chosen.leading,
        measure=chosen.measure,
        justify=chosen.justify,
    )


def right_to_left(chosen: Settings) -> bool:
    """Tell which way the interface runs: as chosen, else as its language does."""
    if chosen.interface_direction != "auto":
        return chosen.interface_direction == "rtl"
    return QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def look_of(chosen: Settings) -> Look:
    """Return theme and direction of the interface; without a theme chosen, paper or dark as the system is."""
    name = chosen.theme
    if not name:
        dark = QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        name = "dark" if dark else "paper"
    return Look(theme.load(name), right_to_left(chosen))
