"""Which differences of spelling a search overlooks: the switches, and their defaults for each language.

Only letters that are typed for one another are folded together, and that differs by language: ہ and ھ, ی and ے, ن and ں
are typing variants nowhere in Urdu, and the Arabic ى for ی is one in Persian. Hence a table per language.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Folding:
    """Switches; what is off stays as it is written. Arrows tell what becomes what."""

    marks: bool = False
    """Vowel signs, Quranic signs, niqqud, cantillation, combining hamza and madda are dropped."""
    accents: bool = False
    """Cantillation, meteg and Quranic signs are dropped, vowel signs kept; ``marks`` drops both."""
    tatweel: bool = False
    """ـ is dropped."""
    alef: bool = False
    """أ إ ٱ → ا."""
    madda: bool = False
    """آ → ا."""
    hamza: bool = False
    """Hamza is dropped and its seat kept: ؤ → و, ئ → ي, ء → nothing."""
    seats: bool = False
    """Hamza is kept and its seat dropped: ؤ ئ → ء (مسؤول, مسئول); ``hamza`` goes before."""
    yeh: bool = False
    """ى ی → ي."""
    teh_marbuta: bool = False
    """ة ۃ → ه."""
    heh: bool = False
    """ہ ۀ ۂ ە → ه, ۃ → ة."""
    kaf: bool = False
    """ک ڪ → ك."""
    persian_urdu: bool = False
    """Letters of the Urdu keyboard that are letters of their own there: ھ → ه, ے ۓ → ي."""
    dialect: bool = False
    """Letters for sounds of dialects and loan words: پ → ب, چ → ج, ژ → ز, ڤ → ف, گ → ك."""
    finals: bool = False
    """ך ם ן ף ץ → כ מ נ פ צ."""
    digits: bool = False
    """Arabic and Persian digits, ٫ ٬ ٪ → ASCII. Letters used as numbers stay letters."""
    joiners: bool = False
    """ZWNJ, ZWJ, bidirectional controls, soft hyphens and other things not seen are dropped."""
    presentation: bool = False
    """Presentation forms and ligatures of one code point → their letters; ﷺ ﷻ ﷽ and the like stay whole."""
    latin: bool = False
    """Case and accents of Latin, Greek and Cyrillic letters are dropped."""
    punctuation: bool = False
    """Commas, stops, question marks, quotes, dashes and spaces → their ASCII kin."""
    maqaf: bool = False
    """־ and - → space (Hebrew)."""
    affixes: bool = False
    """Persian affixes joined, apart or with ZWNJ are looked for together (می‌روم, می روم, میروم); texts stay as is."""
    quranic: bool = False
    """Vocalised Quranic spelling → today's: ٱلصَّلَوٰةَ, ٱلسَّمَٰوَٰتِ, ءَامَنُواْ → الصلاة, السماوات, آمنوا."""


NOTHING = Folding()
"""Everything as it is written."""

_ANY = Folding(marks=True, tatweel=True, digits=True, joiners=True, presentation=True, latin=True, punctuation=True)
_ARABIC = replace(_ANY, alef=True, madda=True, yeh=True, teh_marbuta=True, heh=True, kaf=True, persian_urdu=True)
_PERSIAN = replace(
    _ANY, alef=True, hamza=True, yeh=True, teh_marbuta=True, heh=True, kaf=True, persian_urdu=True, affixes=True
)
_URDU = replace(_ANY, alef=True, hamza=True, yeh=True, heh=True, kaf=True)
_HEBREW = replace(_ANY, maqaf=True)
_KURDISH = replace(_ANY, yeh=True, kaf=True)

DEFAULTS: Mapping[str, Folding] = MappingProxyType(
    {"": _ANY, "ar": _ARABIC, "fa": _PERSIAN, "ur": _URDU, "he": _HEBREW, "yi": _HEBREW, "ckb": _KURDISH}
)
"""By primary language subtag; the empty one serves languages that are not named (Pashto and Sindhi need their yehs)."""

ANCHORING = replace(_PERSIAN, madda=True, maqaf=True, affixes=False)
"""All languages at once, for finding a passage again. Not ``quranic``: there marks decide letters, and here a text must
stay equal to itself when its marks are taken away."""

_OLD_CODES = {"iw": "he", "ji": "yi", "prs": "fa", "pes": "fa", "arb": "ar", "ara": "ar", "fas": "fa", "per": "fa",
              "heb": "he", "urd": "ur", "yid": "yi", "ydd": "yi"}  # fmt: skip


def for_language(tag: str) -> Folding:
    """Return the default folding for a BCP 47 tag, such as ``ar-EG``; the neutral one for a language without one."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    return DEFAULTS.get(_OLD_CODES.get(primary, primary), DEFAULTS[""])


def union(first: Folding, second: Folding) -> Folding:
    """Return the folding that overlooks what either overlooks."""
    return Folding(
        **{field.name: getattr(first, field.name) or getattr(second, field.name) for field in fields(Folding)}
    )
