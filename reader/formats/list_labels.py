"""Numbers of lists as their authors count: digits, letters, abjad, Hebrew numerals, Roman numerals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_HEBREW_VALUES = (*range(1, 10), *range(10, 100, 10), *range(100, 500, 100))
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def label(number: int, form: str) -> str:
    """Return ``number`` in the numbering ``form`` of Word, or in digits when the form is unknown or has run out."""
    written = _FORMS.get(form, str)(number) if number > 0 else str(number)
    return written or str(number)


def _letters(alphabet: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        repeats, place = divmod(number - 1, len(alphabet))
        return alphabet[place] * (repeats + 1) if repeats < 10 else ""

    return write


def roman(number: int) -> str:
    """Return ``number`` in small Roman numerals, or nothing from 4,000 on."""
    if number >= 4000:
        return ""
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def hebrew(number: int) -> str:
    """Return ``number`` in Hebrew letters (15 and 16 without the divine name), or nothing from 1,000 on."""
    if number >= 1000:
        return ""
    written = ""
    for value, sign in sorted(zip(_HEBREW_VALUES, _HEBREW, strict=True), reverse=True):
        while number >= value and number not in {15, 16}:
            written, number = written + sign, number - value
        if number in {15, 16}:
            return written + "ט" + _HEBREW[number - 10]
    return written


def _digits(zero: str) -> Callable[[int], str]:
    return lambda number: "".join(chr(ord(zero) + int(digit)) for digit in str(number))


_FORMS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": _letters("abcdefghijklmnopqrstuvwxyz"),
    "upperLetter": _letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "arabicAlpha": _letters(_ALPHA),
    "arabicAbjad": _letters(_ABJAD),
    "hebrew1": hebrew,
    "hebrew2": _letters(_HEBREW),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "hindiNumbers": _digits("٠"),
}
