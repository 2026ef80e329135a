r"""Grapheme clusters (UAX #29, extended): what a person takes for one letter, and how to keep a span off its inside.

Scripts below U+0900 and plain punctuation need only rules GB3 to GB9b, which are answered here from the two characters
at hand; everything else (emoji, flags, Hangul, Indic scripts) asks ``regex`` and its ``\X``, imported when needed.
``\X`` parts U+2701 U+200D U+2701 after the joiner, which GraphemeBreakTest 15.0 keeps whole (one row of 602).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reader.text.classes import ARABIC_MARKS, MARKS, expand

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXTEND = (
    MARKS
    + "\u0483-\u0489\u05c8\u05c9\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d"
    "\u0859-\u085b\u200c\u200d"
)
_PREPEND = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2"
_CONTROL = "\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
# Sets, since a look-up of one character is several times as fast as matching it.
_EXTENDING = frozenset(expand(_EXTEND))
_CONTROLS = frozenset(expand(_CONTROL))
_PREPENDED = frozenset(expand(_PREPEND))
_PLAIN = frozenset(map(chr, range(0x900))) - _EXTENDING - _CONTROLS - _PREPENDED - {"\xa9", "\xae"}
_PLAIN_OR_MARK = _PLAIN | _EXTENDING
_REACH = 4096
"""How far back, in code points, an answer may look: longer runs of flags or emoji are cut there."""
_COMPLEX_FROM = "\u0900"


def is_boundary(text: str, offset: int) -> bool:
    """Return whether ``offset`` (code points) lies between two clusters; both ends of the text and all beyond do."""
    if not 0 < offset < len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if after in _PLAIN and before in _PLAIN_OR_MARK:
        return True
    if before in _CONTROLS or after in _CONTROLS:
        return not (before == "\r" and after == "\n")
    if after in _EXTENDING or before in _PREPENDED:
        return False
    return not _is_complex(after) or _complex_boundary(text, offset)


def cuts_nothing(text: str, start: int, end: int) -> bool:
    """Return whether both ``start`` and ``end`` lie between clusters: ``is_boundary`` of both, made for many spans."""
    if (
        start > 0
        and end < len(text)
        and text[end] in _PLAIN
        and text[start] in _PLAIN
        and text[start - 1] in _PLAIN_OR_MARK
        and text[end - 1] in _PLAIN_OR_MARK
    ):
        return True
    return is_boundary(text, start) and is_boundary(text, end)


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the smallest span that holds ``start`` to ``end`` (code points) and cuts no cluster."""
    while not is_boundary(text, start):
        start -= 1
    while not is_boundary(text, end):
        end += 1
    return start, end


def next_boundary(text: str, offset: int) -> int:
    """Return the first cluster border after ``offset``, or the length of ``text``."""
    offset += 1
    while not is_boundary(text, offset):
        offset += 1
    return min(offset, len(text))


def previous_boundary(text: str, offset: int) -> int:
    """Return the last cluster border before ``offset``, or 0."""
    offset -= 1
    while not is_boundary(text, offset):
        offset -= 1
    return max(offset, 0)


def clusters(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the spans of the clusters of ``text[start:end]``, whose ends are taken for borders."""
    end = len(text) if end is None else end
    pattern = _everything() if any(map(_is_complex, set(text[start:end]))) else _simple()
    while start < end:
        match = pattern.match(text, start, end)
        stop = match.end() if match and match.end() > start else start + 1
        yield start, stop
        start = stop


def lam_alef_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of lam, its marks, alef and its marks, which every Arabic font draws as one shape."""
    return [match.span() for match in _lam_alef().finditer(text)]


def _complex_boundary(text: str, offset: int) -> bool:
    r"""Answer by ``\X`` from the last place that is a border for sure."""
    start = offset - 1
    reach = max(0, offset - _REACH)
    while start > reach and (_is_complex(text[start]) or text[start] in _EXTENDING):
        start -= 1
    cluster = _everything()
    stop = min(len(text), offset + 1)
    while start < offset:
        match = cluster.match(text, start, stop)
        start = match.end() if match else start + 1
    return start == offset


def _is_complex(character: str) -> bool:
    """Return whether the rules GB3 to GB9b do not do for ``character``.

    © and ® may join a ZWJ before them, and so may what stands from U+0900 on but punctuation and presentation forms.
    """
    if character < _COMPLEX_FROM:
        return character in "\xa9\xae"
    if "\u2000" <= character < "\u20d0":
        return character in "\u203c\u2049"
    if "\ufb1d" <= character < "\ufe00":
        return "\ufdd0" <= character <= "\ufdef"
    return not ("\ufe70" <= character < "\uff00" or "\ufff0" <= character < "\ufffe")


@cache
def _simple() -> re.Pattern[str]:
    """Return the pattern of a cluster where nothing is complex."""
    base = f"[^{_CONTROL}{_PREPEND}{_EXTEND}]"
    return re.compile(f"\r\n|[{_CONTROL}]|[{_PREPEND}]*{base}?[{_EXTEND}]*")


@cache
def _lam_alef() -> re.Pattern[str]:
    lam = "\u0644\u06b5-\u06b8\u076a\u08a6\u08c7"
    alef = "\u0622\u0623\u0625\u0627\u0671-\u0673\u0675\u0773\u0774"
    return re.compile(f"[{lam}][{ARABIC_MARKS}]*[{alef}][{ARABIC_MARKS}]*")


def _everything() -> re.Pattern[str]:
    r"""Return the compiled ``\X`` (``regex`` keeps it in its own cache)."""
    import regex  # type: ignore[import-untyped]

    pattern: re.Pattern[str] = regex.compile(r"\X")
    return pattern
