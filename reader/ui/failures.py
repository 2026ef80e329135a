"""Sentences of failures in the language of the interface: they arise in English and are matched here as patterns.

The floors below know nothing of languages. What varies in a sentence ({} in the catalogue) is kept and isolated.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QObject

from reader import paths
from reader.text.bidi import isolate
from reader.ui.i18n import Catalogue


def said(sentence: str) -> str:
    """Return a sentence in the language of the interface, or as it is where the catalogue does not know it."""
    language = _language()
    for pattern, translation in _patterns(language):
        match = pattern.fullmatch(sentence)
        if match:
            values = [value if value.isdigit() else isolate(value) for value in match.groups()]
            return translation.format(*values)
    return sentence


def read_failures(language: str) -> dict[str, str]:
    """Return the sentences of a language by their English patterns; a language without a file has none."""
    path = paths.resources() / "i18n" / f"{language}.failures.json"
    if not path.is_file():
        return {}
    catalogue: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return catalogue


def _language() -> str:
    app = QCoreApplication.instance()
    found = app.findChildren(Catalogue) if isinstance(app, QObject) else []
    return found[-1].language_tag if found else "en"


@lru_cache(maxsize=4)
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns, the most telling first, so that one that is nearly all gap matches last."""
    catalogue = read_failures(language)
    ordered = sorted(catalogue, key=lambda text: len(text.replace("{}", "")), reverse=True)
    return tuple(
        (re.compile("(.+?)".join(map(re.escape, text.split("{}"))), re.DOTALL), catalogue[text]) for text in ordered
    )
