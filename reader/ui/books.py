"""The books of the Hebrew Bible by the names their readers type, as the references of OSIS that the texts carry."""

from __future__ import annotations

import re

_BOOKS = {
    "בראשית": "Gen",
    "שמות": "Exod",
    "ויקרא": "Lev",
    "במדבר": "Num",
    "דברים": "Deut",
    "יהושע": "Josh",
    "שופטים": "Judg",
    "שמואל א": "1Sam",
    "שמואל ב": "2Sam",
    "מלכים א": "1Kgs",
    "מלכים ב": "2Kgs",
    "ישעיהו": "Isa",
    "ישעיה": "Isa",
    "ירמיהו": "Jer",
    "ירמיה": "Jer",
    "יחזקאל": "Ezek",
    "הושע": "Hos",
    "יואל": "Joel",
    "עמוס": "Amos",
    "עובדיה": "Obad",
    "יונה": "Jonah",
    "מיכה": "Mic",
    "נחום": "Nah",
    "חבקוק": "Hab",
    "צפניה": "Zeph",
    "חגי": "Hag",
    "זכריה": "Zech",
    "מלאכי": "Mal",
    "תהלים": "Ps",
    "תהילים": "Ps",
    "משלי": "Prov",
    "איוב": "Job",
    "שיר השירים": "Song",
    "רות": "Ruth",
    "איכה": "Lam",
    "קהלת": "Eccl",
    "אסתר": "Esth",
    "דניאל": "Dan",
    "עזרא": "Ezra",
    "נחמיה": "Neh",
    "דברי הימים א": "1Chr",
    "דברי הימים ב": "2Chr",
}
_VALUES = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", (*range(1, 10), *range(10, 100, 10), *range(100, 500, 100)), strict=True))
_PARTS = re.compile(r"[\s:,.]+")
_SIGNS = re.compile("[׳״'\"]")


def reference(said: str) -> str | None:
    """Return a reference such as ``Gen 4:5`` for ``בראשית ד ה`` or ``בראשית 4:5``; None where no such book is named."""
    plain = " ".join(_PARTS.split(_SIGNS.sub("", said)))
    for name in sorted(_BOOKS, key=len, reverse=True):
        if plain == name or plain.startswith(f"{name} "):
            numbers = [_number(part) for part in plain[len(name) :].split()] or [1]
            if len(numbers) > 2 or 0 in numbers:
                return None
            return f"{_BOOKS[name]} {':'.join(map(str, numbers))}"
    return None


def _number(part: str) -> int:
    if part.isascii() and part.isdigit():
        return int(part)
    return sum(_VALUES[letter] for letter in part) if all(letter in _VALUES for letter in part) else 0
