r"""Whole words in scripts where ``\b`` does not help, and the particles that are written on to them.

Arabic joins و ف, then ب ك ل or س, then ال before a word; Hebrew ו, then ש כש מש לכש, then ב כ ל מ, then ה. The rules
know the order in which they come and nothing of the word: والكتاب has كتاب, and so has any word that merely begins so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.text.classes import MARKS, SMALL_LETTERS, ZWJ, ZWNJ, expand
from reader.text.fold import fold_query

if TYPE_CHECKING:
    from reader.text.folding import Folding

# Alef and lam-alef as every folding may leave them; أ asks a question.
_ARABIC = re.compile("[أا]?[وف]?(?:[بكل]?[اٱ]ل|لل|[بكلس])?")
_HEBREW = re.compile("ו?(?:לכש|כש|מש|ש)?[בכלמ]?ה?")
_HEBREW_LETTER = re.compile("[\u05d0-\u05f2\ufb1d-\ufb4f]")
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")
_INSIDE = frozenset(expand(MARKS + SMALL_LETTERS)) | {ZWNJ, ZWJ}
_HEBREW_QUOTES = frozenset("\"'\u2019\u05f3\u05f4")
_MAQAF = "\u05be"

_LONGEST = 64
"""Code points in which the particles before a word, with their marks, have room."""


def is_whole_word(text: str, start: int, end: int, folding: Folding, *, particles: bool = False) -> bool:
    """Return whether ``text[start:end]`` begins and ends where words do, or begins after attached particles."""
    if not _ends(text, end, folding):
        return False
    if _begins(text, start, folding):
        return True
    return particles and _after_particles(text, start, folding)


def _begins(text: str, start: int, folding: Folding) -> bool:
    if start >= len(text) or not text[start].isalnum():
        return True
    before = start - 1
    while before >= 0 and text[before] in _INSIDE:
        before -= 1
    if before < 0:
        return True
    return not (text[before].isalnum() or _joins(text, before, start, folding))


def _ends(text: str, end: int, folding: Folding) -> bool:
    last = end - 1
    while last >= 0 and text[last] in _INSIDE:
        last -= 1
    if last < 0 or not text[last].isalnum():
        return True
    after = end
    while after < len(text) and text[after] in _INSIDE:
        after += 1
    if after == len(text):
        return True
    return not (text[after].isalnum() or _joins(text, after, after + 1, folding, last))


def _joins(text: str, sign: int, after: int, folding: Folding, before: int = -1) -> bool:
    """Return whether the character at ``sign`` holds Hebrew letters before and after it together: צה״ל, בית־ספר."""
    character = text[sign]
    if character not in _HEBREW_QUOTES and (character != _MAQAF or folding.maqaf):
        return False
    if before < 0:
        before = sign - 1
        while before >= 0 and text[before] in _INSIDE:
            before -= 1
    sides = (before, after)
    return all(0 <= side < len(text) and _HEBREW_LETTER.match(text[side]) is not None for side in sides)


def _after_particles(text: str, start: int, folding: Folding) -> bool:
    """Return whether nothing but attached particles stands between the beginning of the word and ``start``."""
    begin = start
    while begin > max(0, start - _LONGEST) and (text[begin - 1].isalnum() or text[begin - 1] in _INSIDE):
        begin -= 1
    if _ARABIC_LETTER.match(text[start]):
        rule = _ARABIC
    elif _HEBREW_LETTER.match(text[start]):
        rule = _HEBREW
    else:
        return False
    letters = "".join(character for character in text[begin:start] if character not in _INSIDE and character != "ـ")
    return rule.fullmatch(fold_query(letters, folding)) is not None and _begins(text, begin, folding)
