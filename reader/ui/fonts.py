"""Fonts: the bundled ones under family names of our own, and the sizes in which the page is set.

A system font of the same family beats one that a program adds, even an old and poor one; so each bundled font gets
a name that nobody else has, in memory, before Qt sees it. None of their licences reserves a name.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

AMIRI: Final = "Hamish Amiri"
NASKH: Final = "Hamish Naskh"
AMIRI_ITALIC: Final = "Hamish Amiri Italic"
"""Names the slanted faces for ``register``; their family is ``AMIRI``. Only Latin letters are ever set in them."""
SANS: Final = "Hamish Sans Arabic"
HEBREW: Final = "Hamish Hebrew"
NASTALIQ: Final = ("Noto Nastaliq Urdu", "Jameel Noori Nastaleeq", "Awami Nastaliq", "Urdu Typesetting")
"""Families of the system that can set Urdu, best first; no package carries one."""

_FILES: Final = {
    AMIRI: ("fontpkg_amiri", ("files/Amiri-Regular.ttf", "files/Amiri-Bold.ttf")),
    AMIRI_ITALIC: ("fontpkg_amiri", ("files/Amiri-Italic.ttf", "files/Amiri-BoldItalic.ttf")),
    NASKH: ("pylopdf_fonts_ar", ("NotoNaskhArabic-Variable.ttf",)),
    SANS: ("pylopdf_fonts_ar", ("NotoSansArabic-Variable.ttf",)),
    HEBREW: ("pylopdf_fonts_he", ("NotoSerifHebrew-Variable.ttf",)),
}
_FAMILY_NAMES: Final = frozenset({1, 16})
_FULL_NAMES: Final = frozenset({3, 4, 6})
_registered: set[str] = set()


def register(*names: str) -> Families:
    """Register the bundled families ``names`` (of the constants above; none = all) with Qt, each once.

    Needs a ``QGuiApplication``. A package that is missing leaves its family unregistered, and Qt falls back.
    """
    for name in names or tuple(_FILES):
        if name in _FILES and name not in _registered:
            _registered.add(name)
            for data in _renamed_files(name):
                QFontDatabase.addApplicationFontFromData(QByteArray(data))
    return Families()


def nastaliq() -> str:
    """Return the family of this system that can set Urdu in Nastaliq, or an empty string."""
    return next((name for name in NASTALIQ if QFontDatabase.hasFamily(name)), "")


def renamed(data: bytes, family: str) -> bytes:
    """Return an OpenType font with its family called ``family`` and nothing else changed.

    Raises ValueError where ``data`` is not a single OpenType font. Format: OpenType 1.9, "name" and font file.
    """
    if data[:4] not in {b"\0\1\0\0", b"OTTO", b"true"}:
        message = "This is not a single OpenType font."
        raise ValueError(message)
    (count,) = struct.unpack_from(">H", data, 4)
    out = bytearray(data)
    for at in range(12, 12 + 16 * count, 16):
        if data[at : at + 4] == b"name":
            _checksum, offset, length = struct.unpack_from(">III", data, at + 4)
            table = _name_table(data[offset : offset + length], family)
            out += b"\0" * (-len(out) % 4)
            struct.pack_into(">III", out, at + 4, _sum(table), len(out), len(table))
            out += table + b"\0" * (-len(table) % 4)
    return bytes(out)


def _renamed_files(name: str) -> list[bytes]:
    package, files = _FILES[name]
    found = importlib.util.find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found else []
    paths = [Path(folders[0]) / file for file in files] if folders else []
    family = AMIRI if name == AMIRI_ITALIC else name
    return [renamed(path.read_bytes(), family) for path in paths if path.is_file()]


def _name_table(table: bytes, family: str) -> bytes:
    _version, count, strings = struct.unpack_from(">HHH", table)
    records: list[tuple[int, int, int, int, bytes]] = []
    for at in range(6, 6 + 12 * count, 12):
        platform, encoding, language, name_id, length, offset = struct.unpack_from(">HHHHHH", table, at)
        value = table[strings + offset : strings + offset + length]
        if name_id in _FAMILY_NAMES or name_id in _FULL_NAMES:
            wide = platform in {0, 3}
            codec = "utf-16-be" if wide else "latin-1"
            value = _called(name_id, value.decode(codec, "replace"), family).encode(codec, "replace")
        records.append((platform, encoding, language, name_id, value))
    head, body = bytearray(struct.pack(">HHH", 0, len(records), 6 + 12 * len(records))), bytearray()
    for platform, encoding, language, name_id, value in records:
        head += struct.pack(">HHHHHH", platform, encoding, language, name_id, len(value), len(body))
        body += value
    return bytes(head + body)


def _called(name_id: int, old: str, family: str) -> str:
    if name_id in _FAMILY_NAMES:
        return family
    style = ("Bold" if "bold" in old.lower() else "") + ("Italic" if "italic" in old.lower() else "") or "Regular"
    return f"{family.replace(' ', '')}-{style}" if name_id == 6 else f"{family} {style}"


def _sum(table: bytes) -> int:
    padded = table + b"\0" * (-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Families:
    """What the bundled families are called."""

    arabic: str = AMIRI
    naskh: str = NASKH
    sans: str = SANS
    hebrew: str = HEBREW


@dataclass(frozen=True, slots=True)
class Typography:
    """How a person wants the page set; sizes are device-independent pixels."""

    size: float = 22.0
    arabic: str = ""
    """Family for Arabic script; empty for Amiri, and for Nastaliq where an Urdu text can have it."""
    hebrew: str = ""
    """Family for Hebrew; empty for the bundled serif."""
    latin: str = ""
    """Family for Latin, Greek and Cyrillic letters; empty for Amiri, which draws its own."""
    arabic_scale: float = 1.0
    hebrew_scale: float = 0.94
    latin_scale: float = 0.94
    """Sizes of runs relative to ``size``, so that the scripts look equally large beside each other."""
    leading: float = 0.0
    """Baseline to baseline as a multiple of ``size``; 0 leaves it to the ink that the article needs."""
    measure: float = 72.0
    """Width of the column in average characters of the article."""
    justify: bool = False
