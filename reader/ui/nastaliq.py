"""The system's Nastaliq font under a name of our own, mended so that Qt joins its letters where they belong.

Qt answers HarfBuzz' question for the point of an outline that an anchor (format 2) is tied to, and in Noto Nastaliq
Urdu those answers tear the letters apart. The same anchors without the tie (format 1) are right at every size; the two
formats begin alike, so one number is changed per anchor. The bold face of 2020 calls itself regular, so that Qt takes
either of the two for the other: it gets its weight.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QStandardPaths
from PySide6.QtGui import QFontDatabase

from reader.ui import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FAMILY: Final = "Hamish Nastaliq"
_FILES: Final = ("NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu[wght].ttf", "NotoNastaliqUrdu-Bold.ttf")
_CURSIVE, _EXTENSION = 3, 9
_MARKS: Final = {4, 5, 6}
_found: list[str] = []


def family() -> str:
    """Return the family that sets Urdu in Nastaliq, registered with Qt; an empty string where the system has none."""
    if not _found:
        _found.append(_registered())
    return _found[0]


def untied(data: bytes) -> bytes:
    """Return an OpenType font whose anchors in GPOS are tied to no outline point (format 1 for format 2)."""
    out = bytearray(data)
    table = _table(data, b"GPOS")
    for anchor in set(_anchors(data, table)) if table else ():
        if _u16(data, anchor) == 2:
            struct.pack_into(">H", out, anchor, 1)
    return bytes(out)


def weighted(data: bytes) -> bytes:
    """Return an OpenType font that says in OS/2 that it is bold if its style in ``head`` is."""
    head, os2 = _table(data, b"head"), _table(data, b"OS/2")
    if not head or not os2 or not _u16(data, head + 44) & 1:
        return data
    return data[: os2 + 4] + struct.pack(">H", 700) + data[os2 + 6 :]


def _table(data: bytes, tag: bytes) -> int:
    """Return where a table of the font begins, or 0."""
    for at in range(12, 12 + 16 * _u16(data, 4), 16):
        if data[at : at + 4] == tag:
            return int.from_bytes(data[at + 8 : at + 12], "big")
    return 0


def _registered() -> str:
    files = list(_installed())
    for path in files:
        data = fonts.renamed(weighted(untied(path.read_bytes())), FAMILY)
        QFontDatabase.addApplicationFontFromData(QByteArray(data))
    return FAMILY if files else fonts.nastaliq()


def _installed() -> Iterator[Path]:
    from pathlib import Path

    seen: set[str] = set()
    for folder in QStandardPaths.standardLocations(QStandardPaths.StandardLocation.FontsLocation):
        for name in _FILES:
            for path in Path(folder).rglob(name.replace("[", "[[]")):
                if name not in seen:
                    seen.add(name)
                    yield path


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _anchors(data: bytes, table: int) -> Iterator[int]:
    """Yield where the anchors of the GPOS table at ``table`` stand. Format: OpenType 1.9, "GPOS"."""
    lookups = table + _u16(data, table + 8)
    for number in range(_u16(data, lookups)):
        lookup = lookups + _u16(data, lookups + 2 + 2 * number)
        kind = _u16(data, lookup)
        for part in range(_u16(data, lookup + 4)):
            sub, own = lookup + _u16(data, lookup + 6 + 2 * part), kind
            if kind == _EXTENSION:
                own = _u16(data, sub + 2)
                sub += int.from_bytes(data[sub + 4 : sub + 8], "big")
            if own == _CURSIVE:
                yield from _listed(data, sub, sub + 6, 2 * _u16(data, sub + 4))
            elif own in _MARKS:
                yield from _of_marks(data, sub, ligatures=own == 5)


def _of_marks(data: bytes, sub: int, *, ligatures: bool) -> Iterator[int]:
    classes = _u16(data, sub + 6)
    marks, bases = sub + _u16(data, sub + 8), sub + _u16(data, sub + 10)
    for number in range(_u16(data, marks)):
        yield marks + _u16(data, marks + 4 + 4 * number)
    if not ligatures:
        yield from _listed(data, bases, bases + 2, classes * _u16(data, bases))
        return
    for number in range(_u16(data, bases)):
        ligature = bases + _u16(data, bases + 2 + 2 * number)
        yield from _listed(data, ligature, ligature + 2, classes * _u16(data, ligature))


def _listed(data: bytes, base: int, at: int, count: int) -> Iterator[int]:
    for number in range(count):
        if offset := _u16(data, at + 2 * number):
            yield base + offset
