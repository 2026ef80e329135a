"""The words of the interface: English in the source, other languages from one JSON file each, plurals by CLDR."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator

from reader import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTEXT = "hamish"
LANGUAGES = {"en": "English", "ar": "العربية"}
"""Languages of the interface and their own names."""
_CONTROLS = "\u061c\u200e\u200f"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})

Entry = str | dict[str, str]
"""One translation, or one for each plural form that CLDR names."""


def tr(text: str) -> str:
    """Return the words of the interface for an English source text, which must be a literal."""
    return QCoreApplication.translate(CONTEXT, text)


def tr_n(text: str, number: int) -> str:
    """Return the words for a count, ``%n`` replaced by the number in the digits of the interface."""
    return digits(QCoreApplication.translate(CONTEXT, text, None, number))


def digits(text: str) -> str:
    """Return ASCII digits as the interface's locale writes them."""
    zero = ord(QLocale().zeroDigit()[:1] or "0")
    return text if zero == 0x30 else text.translate({0x30 + value: zero + value for value in range(10)})


def percent(share: float) -> str:
    """Return a share (0 to 1) as the interface's locale writes a percentage, without the controls some locales add."""
    locale = QLocale()
    return f"{locale.toString(round(share * 100))}{locale.percent().strip(_CONTROLS)}"


def choose_language(wanted: str) -> str:
    """Return the interface's language: the one chosen, else the first of the system's that there is, else English."""
    if wanted in LANGUAGES:
        return wanted
    for name in QLocale.system().uiLanguages():
        if (language := name.split("-")[0]) in LANGUAGES:
            return language
    return "en"


def locale_for(language: str) -> QLocale:
    """Return the system's locale if it speaks the interface's language, else that language's own."""
    system = QLocale.system()
    return system if system.name().split("_")[0] == language else QLocale(language)


def direction_for(language: str, wanted: str = "auto") -> Qt.LayoutDirection:
    """Return the direction of the interface: ``rtl``, ``ltr``, or by its language; no document has a say in it."""
    right_to_left = language in RIGHT_TO_LEFT if wanted == "auto" else wanted == "rtl"
    return Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight


def plural(language: str, number: int) -> str:
    """Return the plural form of a whole number, named as in CLDR."""
    if language == "ar":
        return _arabic_plural(number)
    if language in {"fa", "am"}:
        return "one" if number in {0, 1} else "other"
    if language == "he" and number == 2:
        return "two"
    return "one" if number == 1 else "other"


def read_catalogue(language: str) -> dict[str, Entry]:
    """Return all translations of a language; a language without a file has none."""
    path = paths.resources() / "i18n" / f"{language}.json"
    if not path.is_file():
        return {}
    catalogue: dict[str, Entry] = json.loads(path.read_text(encoding="utf-8"))
    return catalogue


def words_of_qt(language: str) -> QTranslator | None:
    """Return Qt's own translation of its file dialogs and of the menus of its fields; None where it has none."""
    if language == "en":
        return None
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load(f"qtbase_{language}", folder) else None


def _arabic_plural(number: int) -> str:
    named = {0: "zero", 1: "one", 2: "two"}
    if number in named:
        return named[number]
    rest = number % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"


class Catalogue(QTranslator):
    """Qt's translator over a JSON file, so that no compiled catalogue has to be kept beside the source."""

    def __init__(self, language: str, entries: Mapping[str, Entry]) -> None:
        super().__init__()
        self.language_tag = language
        self._entries = entries

    def isEmpty(self) -> bool:
        """Return False: an empty catalogue would not be installed."""
        return False

    def translate(self, context: str, source: str, _disambiguation: str | None = None, n: int = -1) -> str | None:
        """Return the translation of one of our own texts, None for anything else."""
        if context != CONTEXT:
            return None
        entry = self._entries.get(source)
        if isinstance(entry, dict):
            form = "zero" if n == 0 and "zero" in entry else plural(self.language_tag, n)
            return entry.get(form, entry.get("other"))
        return entry
