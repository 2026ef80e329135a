"""File names from titles in any script, valid on every system."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 200
"""Bytes of UTF-8, which is 100 Arabic letters; file systems take 255 with the ending."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$", re.IGNORECASE)


def file_name(title: str, otherwise: str = "notes") -> str:
    """Return a name without ending for a file about ``title``: NFC, no control or path characters, cut at a word.

    ``otherwise`` is taken where nothing of the title is left, and stands before names that Windows keeps for devices.
    """
    shown = unicodedata.normalize("NFC", title)
    kept = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} or letter in '<>:"/\\|?*' else letter
        for letter in shown
    )
    kept = "".join(
        letter for letter in kept if unicodedata.category(letter) not in {"Cs", "Cn"} and not _hidden(letter)
    )
    name = _cut(" ".join(kept.split())).strip(" .")
    if not name:
        return otherwise
    return f"{otherwise} {name}" if _RESERVED.match(name) else name


def _hidden(letter: str) -> bool:
    """Tell whether a character would hide or reorder the name; the joiners that letters need do not."""
    return unicodedata.category(letter) == "Cf" and letter not in "\u200c\u200d"


def _cut(name: str) -> str:
    data = name.encode("utf-8", "ignore")
    if len(data) <= _LONGEST:
        return name
    short = data[:_LONGEST].decode("utf-8", "ignore")
    return short.rpartition(" ")[0] or short
