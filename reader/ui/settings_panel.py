"""The panel of settings: every choice takes effect at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFormLayout, QLabel, QLineEdit, QWidget

from reader.settings import GREATEST_SIZE, LEAST_SIZE
from reader.ui import fonts, looking_up, theme
from reader.ui.i18n import LANGUAGES, tr
from reader.ui.look import interface_font
from reader.ui.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.settings import Settings


def theme_name(name: str) -> str:
    """Return what a theme is called in the language of the interface."""
    return {
        "paper": tr("Paper"),
        "sepia": tr("Sepia"),
        "dark": tr("Dark"),
        "black": tr("Black"),
        "contrast": tr("High contrast"),
    }[name]


class SettingsPanel(Panel):
    """Reads the settings when it is opened, and tells each change to ``choose``."""

    WIDTH = 560

    def __init__(self, settings: Callable[[], Settings], choose: Callable[..., None], parent: QWidget) -> None:
        super().__init__(parent, tr("Settings"))
        self._settings = settings
        self._choose = choose
        self._form = QFormLayout(self.body)
        self._form.setContentsMargins(0, 0, 8, 0)
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(20)
        bundled = tr("The bundled one")
        families = [("", bundled), (fonts.NASKH, tr("Noto Naskh")), *((name, name) for name in self._families())]
        themes = [(name, theme_name(name)) for name in theme.NAMES]
        self.boxes = {
            "language": self._box(tr("Language"), "language", [("", tr("As the system")), *LANGUAGES.items()]),
            "interface_direction": self._box(
                tr("Direction of the window"),
                "interface_direction",
                [("auto", tr("By the language")), ("rtl", tr("Right to left")), ("ltr", tr("Left to right"))],
            ),
            "theme": self._box(tr("Theme"), "theme", [("", tr("As the system")), *themes]),
            "font_arabic": self._box(tr("Font for Arabic script"), "font_arabic", families),
            "font_hebrew": self._box(tr("Font for Hebrew"), "font_hebrew", [families[0], *families[2:]]),
            "font_latin": self._box(tr("Font for Latin letters"), "font_latin", [families[0], *families[2:]]),
            "signs": self._box(
                tr("Vowel signs"),
                "signs",
                [("all", tr("All signs")), ("vowels", tr("Vowel signs only")), ("letters", tr("Letters only"))],
            ),
            "citation": self._box(
                tr("Citation"),
                "citation",
                [("plain", tr("Short")), ("chicago", tr("Author, title, place")), ("footnote", tr("As a footnote"))],
            ),
        }
        self.numbers = {
            "size": self._number(tr("Text size"), "size", LEAST_SIZE, GREATEST_SIZE, 1, ""),
            "leading": self._number(tr("Line spacing"), "leading", 0, 4, 0.05, tr("As the text needs")),
            "measure": self._number(tr("Characters in a line"), "measure", 40, 120, 1, ""),
        }
        self.lookups = QLineEdit()
        self.lookups.setFont(interface_font(13))
        self.lookups.setPlaceholderText("https://…/%s")
        self.lookups.setToolTip(tr("Addresses with %s where the word goes, parted by spaces"))
        self.lookups.editingFinished.connect(self._choose_lookups)
        self._row(tr("Sites for looking up words"), self.lookups)
        self.justify = QCheckBox(tr("Justify by widening spaces"))
        self.justify.setFont(interface_font(13))
        self.justify.toggled.connect(lambda on: self._choose(justify=on))
        self._form.addRow(self.justify)

    def fill(self) -> None:
        """Show the settings as they are."""
        settings = self._settings()
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(getattr(settings, name))))
        for name, number in self.numbers.items():
            with QSignalBlocker(number):
                number.setValue(getattr(settings, name))
        self.lookups.setText(" ".join(address for _name, address in settings.lookups))
        with QSignalBlocker(self.justify):
            self.justify.setChecked(settings.justify)

    def focus(self) -> None:
        """Begin with the theme, which is changed most."""
        self.boxes["theme"].setFocus()

    def _choose_lookups(self) -> None:
        self._choose(lookups=looking_up.sites(self.lookups.text()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the panel, not change a field that the mouse happens to be over."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False

    def _box(self, title: str, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setFont(interface_font(13))
        for value, word in choices:
            box.addItem(word, value)
        box.setMinimumWidth(220)
        box.currentIndexChanged.connect(lambda: self._choose(**{name: box.currentData()}))
        self._row(title, box)
        return box

    def _number(self, title: str, name: str, low: float, high: float, step: float, none: str) -> QDoubleSpinBox:
        number = QDoubleSpinBox()
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        number.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        number.lineEdit().setTextMargins(7, 0, 7, 0)
        number.setFont(interface_font(13))
        number.setRange(low, high)
        number.setSingleStep(step)
        number.setDecimals(2 if step < 1 else 0)
        if none:
            number.setSpecialValueText(none)
        number.valueChanged.connect(lambda value: self._choose(**{name: value}))
        self._row(title, number)
        return number

    def _row(self, title: str, field: QWidget) -> None:
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        field.installEventFilter(self)
        label = QLabel(title)
        label.setFont(interface_font(13))
        label.setBuddy(field)
        field.setAccessibleName(title)
        self._form.addRow(label, field)

    @staticmethod
    def _families() -> list[str]:
        return [name for name in QFontDatabase.families() if not name.startswith(("Hamish ", "."))]
