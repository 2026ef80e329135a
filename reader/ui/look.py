"""How the interface looks around the page: its fonts, its palette, its style sheet, from one theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QPalette

from reader import paths
from reader.ui import fonts
from reader.ui.theme import mix

if TYPE_CHECKING:
    from reader.ui.theme import Theme

_INTERFACE = [fonts.SANS, "Noto Sans", "Segoe UI", "DejaVu Sans"]


def interface_font(size: float = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of buttons and labels, ``size`` in device-independent pixels."""
    return _font(_INTERFACE, size, weight)


def note_font(size: float = 17, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of notes and of titles in lists, ``size`` in device-independent pixels."""
    return _font([fonts.AMIRI, fonts.HEBREW], size, weight)


def _font(families: list[str], size: float, weight: QFont.Weight) -> QFont:
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(round(size))
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@dataclass(frozen=True, slots=True)
class Look:
    """A theme seen from the interface, and the direction in which the interface runs."""

    theme: Theme
    right_to_left: bool

    def colour(self, name: str, alpha: float = 1.0) -> QColor:
        """Return one of the theme's colours by the name of its field; ``alpha`` from 0 to 1."""
        colour = QColor(getattr(self.theme, name))
        colour.setAlphaF(alpha)
        return colour

    def palette(self) -> QPalette:
        """Return the colours of Qt's own controls."""
        theme = self.theme
        palette = QPalette()
        role = QPalette.ColorRole
        for name, value in (
            (role.Window, theme.window),
            (role.Base, theme.card),
            (role.AlternateBase, theme.window),
            (role.Button, theme.window),
            (role.ToolTipBase, theme.card),
            (role.WindowText, theme.text),
            (role.Text, theme.text),
            (role.ButtonText, theme.text),
            (role.ToolTipText, theme.text),
            (role.PlaceholderText, theme.soft),
            (role.Highlight, theme.selection),
            (role.HighlightedText, theme.text),
            (role.Accent, theme.accent),
            (role.Link, theme.accent),
            (role.Mid, theme.border),
        ):
            palette.setColor(name, QColor(value))
        disabled = QPalette.ColorGroup.Disabled
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(disabled, name, QColor(mix(theme.soft, theme.window, 0.3)))
        return palette

    def style_sheet(self) -> str:
        """Return the style of the few stock controls that are used: fields, flat buttons, menus, scroll bars."""
        theme = self.theme
        hover = mix(theme.window, theme.text, 0.07)
        pictures = (paths.resources() / "icons").as_posix()
        return f"""
QToolTip {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border}; padding: 4px 6px; }}
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ background: {theme.card}; color: {theme.text};
  border: 1px solid {theme.field}; border-radius: 6px; padding: 3px 8px; min-height: 24px;
  selection-background-color: {theme.selection}; selection-color: {theme.text}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{ border: 1px solid {theme.accent}; }}
QAbstractSpinBox {{ padding: 3px 0; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0; min-height: 20px; background: transparent; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-position: right; width: 0; border: none; }}
QComboBox QAbstractItemView {{ background: {theme.card}; color: {theme.text};
  selection-background-color: {theme.selection}; selection-color: {theme.text}; border: 1px solid {theme.border}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url({pictures}/combo.svg); width: 12px; height: 12px; }}
QLabel, QCheckBox {{ color: {theme.text}; }}
QPushButton, QToolButton {{ background: transparent; color: {theme.text}; border: 1px solid transparent;
  border-radius: 6px; padding: 4px 10px; min-height: 24px; }}
QToolButton {{ padding: 4px; min-width: 24px; }}
QLineEdit > QToolButton {{ padding: 0; border: none; min-width: 0; min-height: 0; }}
QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton:focus, QToolButton:focus, QCheckBox:focus {{ border: 1px solid {theme.accent}; }}
QPushButton:checked, QToolButton:checked {{ background: {mix(theme.window, theme.accent, 0.16)}; }}
QPushButton[main="true"] {{ background: {theme.accent}; color: {theme.page}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {theme.soft}; }}
QToolButton::menu-indicator {{ image: none; }}
QCheckBox {{ spacing: 8px; min-height: 28px; border: 1px solid transparent; border-radius: 4px; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {theme.field}; border-radius: 4px;
  background: {theme.card}; }}
QCheckBox::indicator:checked {{ image: url({pictures}/tick.svg); border-color: {theme.accent}; }}
QMenu {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border}; padding: 6px; }}
QMenu::item {{ padding: 6px 18px; border-radius: 4px; }}
QMenu::item:selected {{ background: {hover}; }}
QMenu::item:disabled {{ color: {theme.soft}; }}
QMenu::separator {{ height: 1px; background: {theme.border}; margin: 5px 8px; }}
QListView {{ background: transparent; border: 1px solid transparent; outline: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {mix(theme.window, theme.text, 0.22)}; border-radius: 4px; min-height: 28px;
  margin: 1px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  height: 0; }}
QScrollArea, QScrollArea > QWidget, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
"""
