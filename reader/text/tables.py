"""From switches to one table for ``str.translate``: every character on its own, whatever stands beside it.

Decompositions come from the running Python's ``unicodedata``; the blocks concerned have not changed since Unicode 6.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.text.classes import (
    HEBREW_CANTILLATION,
    LATIN_MARKS,
    MARKS,
    QURANIC_SIGNS,
    SMALL_LETTERS,
    TATWEEL,
    expand,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.text.folding import Folding

_ALEF = dict.fromkeys("\u0623\u0625\u0671\u0672\u0673\u0675", "\u0627")
_MADDA = {"\u0622": "\u0627"}
_HAMZA = {"\u0624": "\u0648", "\u0626": "\u064a", "\u0621": "", "\u0676": "\u0648", "\u0678": "\u064a", "\u0674": "",
          "\u06d3": "\u06d2"}  # fmt: skip
_SEATS = dict.fromkeys("\u0624\u0626\u0674", "\u0621")
_YEH = dict.fromkeys("\u0649\u06cc", "\u064a")
_TEH_MARBUTA = dict.fromkeys("\u0629\u06c3", "\u0647")
_HEH = dict.fromkeys("\u06c1\u06c0\u06c2\u06d5", "\u0647") | {"\u06c3": "\u0629"}
_KAF = dict.fromkeys("\u06a9\u06aa", "\u0643")
_PERSIAN_URDU = {"\u06be": "\u0647", "\u06d2": "\u064a", "\u06d3": "\u064a"}
_DIALECT = {"\u067e": "\u0628", "\u0686": "\u062c", "\u0698": "\u0632", "\u06a4": "\u0641", "\u06af": "\u0643"}
_FINALS = dict(zip("ךםןףץ", "כמנפצ", strict=True))
_DIGITS = (
    {chr(start + value): str(value) for start in (0x0660, 0x06F0) for value in range(10)}
    | {"\u066b": ".", "\u066c": ",", "\u066a": "%"}
)  # fmt: skip
_JOINERS = dict.fromkeys(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u061c\u00ad\ufeff",
    "",
)
_PUNCTUATION = (
    {"\u060c": ",", "\u061b": ";", "\u061f": "?", "\u06d4": ".", "\u066d": "*", "\u2026": "...", "\u2e2e": "?",
     "\u05be": "-", "\u05c0": "|", "\u05c3": ":", "\u05f3": "'", "\u05f4": '"', "\u2e32": ",", "\u2e41": ","}
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\u2032\u00b4\u0060", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\t\n\x0b\x0c\r\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
                    "\u2028\u2029\u202f\u205f\u3000", " ")
)  # fmt: skip
_MAQAF = dict.fromkeys("\u05be-\u2010\u2011", " ")
_DIGRAPHS = {"\u05f0": "\u05d5\u05d5", "\u05f1": "\u05d5\u05d9", "\u05f2": "\u05d9\u05d9"}

PHRASES = {
    "\ufdfa": "صلى الله عليه وسلم",
    "\ufdfb": "جل جلاله",
    "\ufdfd": "بسم الله الرحمن الرحيم",
}
"""Signs that are a whole phrase: they stay as they are, and only a query of the whole phrase may mean them."""


@lru_cache(maxsize=64)
def table_for(folding: Folding) -> dict[int, str]:
    """Return the table of ``folding``, code point to string (empty: dropped), without entries that change nothing."""
    single: dict[str, str] = {}
    for characters in _in_force(folding):
        single |= {character: folded for character, folded in characters.items() if character not in single}
    # What one switch yields, another may fold further: ۀ → ه after all, ۓ → ے → ي.
    single = {character: _through(folded, single) for character, folded in single.items()}
    if folding.presentation:
        single |= {character: _through(letters, single) for character, letters in _presentation().items()}
    return {ord(character): folded for character, folded in single.items() if folded != character}


def _through(text: str, single: dict[str, str]) -> str:
    return "".join(single.get(character, character) for character in text)


def _in_force(folding: Folding) -> Iterator[dict[str, str]]:
    """Yield the tables that are switched on; of two for one character the first holds."""
    switches = (
        (folding.quranic, {"\u0670": "\u0627"}),
        (folding.marks, _marks()),
        (folding.accents, dict.fromkeys(expand(HEBREW_CANTILLATION + QURANIC_SIGNS), "")),
        (folding.tatweel, {TATWEEL: ""}),
        (folding.alef, _ALEF),
        (folding.madda, _MADDA),
        (folding.persian_urdu, _PERSIAN_URDU),
        (folding.hamza, _HAMZA),
        (folding.seats or folding.quranic, _SEATS),
        (folding.yeh, _YEH),
        (folding.teh_marbuta, _TEH_MARBUTA),
        (folding.heh, _HEH),
        (folding.kaf, _KAF),
        (folding.dialect, _DIALECT),
        (folding.finals, _FINALS),
        (folding.digits, _DIGITS),
        (folding.joiners, _JOINERS),
        (folding.maqaf, _MAQAF),
        (folding.punctuation, _PUNCTUATION),
        (folding.latin, _latin()),
    )
    return (characters for on, characters in switches if on)


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    latin = set(expand(LATIN_MARKS))
    return dict.fromkeys((mark for mark in expand(MARKS + SMALL_LETTERS) if mark not in latin), "")


@lru_cache(maxsize=1)
def _latin() -> dict[str, str]:
    table = dict.fromkeys(expand(LATIN_MARKS), "")
    for code in (*range(0x41, 0x530), *range(0x1E00, 0x2000), *range(0xFB00, 0xFB07)):
        character = chr(code)
        if character in table or not character.isalpha():
            continue
        plain = unicodedata.normalize("NFD" if code < 0xFB00 else "NFKD", character.casefold())
        table[character] = "".join(part for part in plain if not unicodedata.combining(part))
    return table | {"\u0131": "i", "\u0142": "l", "\u0141": "l", "\u00f8": "o", "\u00d8": "o"}


@lru_cache(maxsize=1)
def _presentation() -> dict[str, str]:
    """Return the letters of each presentation form; those that carry a space (U+FE70 …) lose it."""
    table = dict(_DIGRAPHS)
    for code in (*range(0xFB1D, 0xFB50), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        character = chr(code)
        if character in PHRASES or character == "\ufb29" or not unicodedata.decomposition(character):
            continue
        table[character] = unicodedata.normalize("NFKC", character).replace(" ", "")
    return table
