"""When two spellings are one title."""

from __future__ import annotations

import re

_NUMBERING = re.compile(r"^[\s\u200e\u200f]*(?:[0-9٠-٩۰-۹]+|[IVXLC]+)\s*[-–—.:)]\s*")


def essence(title: str) -> str:
    """Return what two spellings of one title share: no numbering, vowel signs, controls or punctuation."""
    letters = "".join(c for c in _NUMBERING.sub("", title) if c.isalnum() or c.isspace())
    return " ".join(letters.split())
