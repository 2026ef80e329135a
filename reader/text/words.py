"""Words of Arabic, Persian, Urdu, Hebrew and what stands among them, near UAX #29 and without its wider inventory.

Inside a word: vowel signs, tatweel, joiners (Persian می‌روم), geresh and gershayim or the quotes typed for them between
Hebrew letters (צה״ל), maqaf (בית־ספר), an apostrophe between letters, a stop or comma between digits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.text.classes import HEBREW_MARKS, MARKS, ZWJ, ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN = f"{MARKS}{ZWNJ}{ZWJ}\\u0900-\\u0903\\u093a-\\u094f\\ufe00-\\ufe0f\\ufe20-\\ufe2f"
_HEBREW = "\u05d0-\u05f2\ufb1d-\ufb4f"
_LETTER = r"[^\W\d_]"
WORD = (
    f"[^\\W_][{_IN}]*"
    f"(?:[^\\W_][{_IN}]*"
    f"|(?<=[{_HEBREW}{HEBREW_MARKS}])[\u05be\u05f3\u05f4\"'\u2019](?=[{_HEBREW}])"
    "|(?<=[\u05d0-\u05f2])[\u05f3'](?![\\w\"'])"
    f"|(?<={_LETTER})['\u2019](?={_LETTER})"
    "|(?<=\\d)[.,\u066b\u066c](?=\\d)"
    "|_(?=[^\\W])"
    ")*"
)
"""The pattern of one word, for ``re``."""

_words = re.compile(WORD).finditer
_SPACE = re.compile(r"\s")
_REACH = 512
"""Code points looked at on each side before the reach is doubled."""
_FARTHEST = 8192


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the spans of the words of ``text[start:end]``, which should begin and end between words."""
    for match in _words(text, start, len(text) if end is None else end):
        yield match.span()


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Return the word that holds ``offset`` or ends there; ``(offset, offset)`` where there is none.

    A word longer than 8,192 code points is cut.
    """
    found = (offset, offset)
    for start, end in _around(text, offset):
        if start > offset:
            break
        if end >= offset:
            found = (start, end)
    return found


def next_word(text: str, offset: int) -> int:
    """Return the start of the first word after ``offset``, or the length of ``text``."""
    while offset < len(text):
        stop = min(len(text), offset + _FARTHEST)
        begin = _safe_start(text, offset)
        for start, _ in words(text, begin, stop):
            if start > offset:
                return start
        offset = stop
    return len(text)


def previous_word(text: str, offset: int) -> int:
    """Return the start of the last word that starts before ``offset``, or 0."""
    while offset > 0:
        begin = _safe_start(text, max(0, offset - _REACH))
        last = -1
        for start, _ in words(text, begin, min(len(text), offset + 1)):
            if start >= offset:
                break
            last = start
        if last >= 0:
            return last
        offset = begin
    return 0


def _around(text: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the words near ``offset``, from a place that is surely between words."""
    stop = _SPACE.search(text, offset, min(len(text), offset + _FARTHEST))
    end = stop.start() if stop else min(len(text), offset + _FARTHEST)
    return words(text, _safe_start(text, max(0, offset - 1)), end)


def _safe_start(text: str, offset: int) -> int:
    """Return the offset after the last white space before ``offset``, at most 8,192 code points away."""
    reach = _REACH
    while reach <= _FARTHEST:
        begin = max(0, offset - reach)
        for at in range(offset - 1, begin - 1, -1):
            if text[at].isspace():
                return at + 1
        if begin == 0:
            return 0
        reach *= 2
    return max(0, offset - _FARTHEST)
