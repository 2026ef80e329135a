"""Characters that cannot be seen but change what is seen: finding them, naming them, taking them out.

The bidirectional controls of UAX #9 section 2, after "Trojan Source" (CVE-2021-42574) a matter of trust as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a control does: BIDI orders, JOINER shapes (and belongs to spelling), the others are merely not seen."""

    BIDI = "bidi"
    JOINER = "joiner"
    SPACE = "space"
    INVISIBLE = "invisible"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Control:
    """One such character at ``offset`` (code points), with the short name that Unicode gives it."""

    offset: int
    name: str
    kind: Kind


_BIDI = {
    "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF",
    "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
_JOINERS = {"\u200c": "ZWNJ", "\u200d": "ZWJ", "\u034f": "CGJ"}
_SPACES = {"\u00a0": "NBSP", "\u202f": "NNBSP", "\u200b": "ZWSP", "\u2007": "FSP"}
_INVISIBLE = {
    "\u00ad": "SHY", "\u2060": "WJ", "\u2061": "FA", "\u2062": "IT", "\u2063": "IS", "\u2064": "IP", "\ufeff": "BOM",
    "\u180e": "MVS", "\u206a": "ISS", "\u206b": "ASS", "\u206c": "IAFS", "\u206d": "AAFS", "\u206e": "NADS",
    "\u206f": "NODS", "\ufff9": "IAA", "\ufffa": "IAS", "\ufffb": "IAT",
}  # fmt: skip
_NAMES: dict[str, tuple[str, Kind]] = {
    character: (name, kind)
    for names, kind in (
        (_BIDI, Kind.BIDI),
        (_JOINERS, Kind.JOINER),
        (_SPACES, Kind.SPACE),
        (_INVISIBLE, Kind.INVISIBLE),
    )
    for character, name in names.items()
}
_C0_C1 = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_TAGS = "\U000e0000-\U000e007f"
_FOUND = re.compile(f"[{_C0_C1}{_TAGS}{''.join(_NAMES)}]")
_STRIPPED = re.compile(f"[{_C0_C1}{_TAGS}{''.join(_BIDI)}{''.join(_INVISIBLE)}\u200b]+")


def find_controls(text: str) -> list[Control]:
    """Return every control character of ``text`` but tab and newline, in order."""
    return [Control(match.start(), *_describe(match.group())) for match in _FOUND.finditer(text)]


def strip_controls(text: str) -> str:
    """Return ``text`` without controls that are no part of spelling: joiners, no-break spaces, tab and newline stay."""
    return _STRIPPED.sub("", text)


def reveal(text: str) -> str:
    """Return ``text`` with the short name of every control in white square brackets in its place: ``⟦RLO⟧``."""
    return _FOUND.sub(lambda match: f"\u27e6{_describe(match.group())[0]}\u27e7", text)


def _describe(character: str) -> tuple[str, Kind]:
    if character in _NAMES:
        return _NAMES[character]
    kind = Kind.INVISIBLE if character >= "\U000e0000" else Kind.CONTROL
    return f"U+{ord(character):04X}", kind
