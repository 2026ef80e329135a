"""Which font draws which script: the families and sizes of one article, with formats for the runs that differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontDatabase

from reader.ui import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.ui.fonts import Typography

_LATIN_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff"
_LATIN = re.compile(rf"[{_LATIN_LETTER}][{_LATIN_LETTER}0-9\u0300-\u036f]*(?:[.'’_\-@/&+#]+[{_LATIN_LETTER}0-9]+)*")
_HEBREW_LETTER = "\u0591-\u05f4\ufb1d-\ufb4f"
_HEBREW = re.compile(rf"[{_HEBREW_LETTER}]+(?:['\"]+[{_HEBREW_LETTER}]+)*")
_ARABIC_LETTER = "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u08ff"
_ARABIC = re.compile(f"[{_ARABIC_LETTER}\ufb50-\ufdff\ufe70-\ufefc\u200c\u200d]+")
_PATTERNS = {"Latn": _LATIN, "Hebr": _HEBREW, "Arab": _ARABIC}
_LETTERS = {
    "Arab": re.compile("[\u0621-\u064a\u0671-\u06d3]+"),
    "Hebr": re.compile("[\u05d0-\u05ea]+"),
    "Latn": re.compile(f"[{_LATIN_LETTER}]+"),
}
NASTALIQ = "Aran"
"""The Arabic script in its Nastaliq variant, where the article itself is not set in it."""
_NASTALIQ_SCALE = 0.86
_NASTALIQ_SPACE = 0.09
"""In em: what is added to the narrow spaces of Nastaliq fonts, so that words stand apart."""
_FIXED = ("DejaVu Sans Mono", "Menlo", "Consolas", "Liberation Mono", "Courier New")
_HEBREW_LANGUAGES = {"he", "yi", "iw", "lad"}


def script_by_letters(text: str, otherwise: str = "Arab") -> str:
    """Return the script (``Arab``, ``Hebr`` or ``Latn``) that most letters of ``text`` belong to."""
    counts = {name: sum(map(len, pattern.findall(text))) for name, pattern in _LETTERS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else otherwise


def script_of_language(language: str) -> str:
    """Return the script that a language tag is read in here, or an empty string for one that says nothing."""
    base = language.partition("-")[0].lower()
    if base in _HEBREW_LANGUAGES:
        return "Hebr"
    if base in {"ar", "fa", "ur", "ps", "ckb", "ug", "sd", "ks"}:
        return "Arab"
    return "Latn" if base in {"en", "fr", "de", "es", "it", "tr", "ru", "el"} else ""


def foreign_runs(text: str, main: str) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, script)`` of letters that are not of the script ``main``.

    Spaces, digits, brackets, quotes and stops stay with the main script, so that both halves of a pair are alike.
    """
    for script, pattern in _PATTERNS.items():
        if script != main and (script, main) != ("Arab", NASTALIQ):
            for found in pattern.finditer(text):
                yield found.start(), found.end(), script


def _nastaliq() -> str:
    from reader.ui import nastaliq  # most texts need nothing of it

    return nastaliq.family()


class Faces:
    """The fonts of one article, made once each."""

    def __init__(self, typography: Typography, language: str, script: str) -> None:
        self.script = script
        self.nastaliq = _nastaliq() if language.startswith("ur") and not typography.arabic else ""
        self._families = {
            "Arab": typography.arabic or self.nastaliq or fonts.AMIRI,
            "Hebr": typography.hebrew or fonts.HEBREW,
            "Latn": typography.latin or (fonts.AMIRI if script != "Hebr" else fonts.HEBREW),
        }
        self._scales = {
            "Arab": typography.arabic_scale * (_NASTALIQ_SCALE if self.nastaliq else 1.0),
            "Hebr": typography.hebrew_scale,
            "Latn": typography.latin_scale,
        }
        self._chosen = bool(typography.arabic)
        self._made: dict[tuple[str, float, bool, bool], QFont] = {}

    def arabic(self, language: str) -> str:
        """Return the variant of the Arabic script for a paragraph in ``language``: Nastaliq for Urdu, if there is one.

        A font that the person has chosen sets Urdu as well.
        """
        if self.nastaliq or self._chosen or not language.startswith("ur"):
            return "Arab"
        if NASTALIQ not in self._families:
            family = _nastaliq()
            if not family:
                return "Arab"
            self._families[NASTALIQ] = family
            self._scales[NASTALIQ] = self._scales["Arab"] * _NASTALIQ_SCALE
        return NASTALIQ

    def mono(self, size: float) -> QFont:
        """Return the font for code: the system's, with the main family for what it lacks."""
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        fixed = next((name for name in (*_FIXED, system) if QFontDatabase.isFixedPitch(name)), system)
        font = QFont()
        font.setFamilies([fixed, self._families[self.script], fonts.AMIRI])
        font.setPixelSize(max(6, round(size)))
        return font

    def same(self, script: str, main: str) -> bool:
        """Return whether runs of ``script`` need no format of their own in a paragraph of the script ``main``."""
        return self._families[script] == self._families[main] and self._scales[script] == self._scales[main]

    def family(self, script: str) -> str:
        """Return the family that draws ``script``."""
        return self._families[script]

    def font(self, script: str, size: float, *, bold: bool = False, italic: bool = False) -> QFont:
        """Return the font for ``script`` where the page is set in ``size`` pixels; only Latin letters are slanted."""
        italic = italic and script == "Latn" and self._families[script] != fonts.HEBREW
        key = (script, size, bold, italic)
        if key not in self._made:
            self._made[key] = self._make(script, size * self._scales[script], bold=bold, italic=italic)
        return self._made[key]

    def _make(self, script: str, size: float, *, bold: bool, italic: bool) -> QFont:
        wanted = [self._families[script], self._families[self.script], fonts.AMIRI]
        if script == "Hebr":
            wanted.append(fonts.HEBREW)
        fonts.register(fonts.AMIRI, *(name for name in wanted if name != fonts.AMIRI))
        if italic:
            fonts.register(fonts.AMIRI_ITALIC)
        font = QFont()
        font.setFamilies(list(dict.fromkeys(wanted)))
        font.setPixelSize(max(6, round(size)))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if script == NASTALIQ or (self.nastaliq and script == "Arab"):
            font.setWordSpacing(size * _NASTALIQ_SPACE)
        if bold:
            font.setWeight(QFont.Weight.Bold)
        font.setItalic(italic)
        return font
