from __future__ import annotations

import re
import unicodedata

import pytest
import regex

from reader.text import classes
from reader.text.classes import expand


def in_class(body: str, character: str) -> bool:
    return re.match(f"[{body}]", character) is not None


@pytest.mark.parametrize(("first", "last"), [(0x0590, 0x08FF), (0xFB1D, 0xFB4F)])
def test_every_combining_mark_of_these_scripts_is_in_one_group(first: int, last: int) -> None:
    groups = (
        classes.ARABIC_VOWELS,
        classes.ARABIC_HAMZA_MARKS,
        classes.QURANIC_SIGNS,
        classes.HEBREW_POINTS,
        classes.HEBREW_CANTILLATION,
        classes.SYRIAC_MARKS,
    )
    for code in range(first, last + 1):
        character = chr(code)
        wanted = regex.match(r"[\p{Mn}&&[\p{scx=Arab}\p{scx=Hebr}\p{scx=Syrc}]]", character, regex.V1) is not None
        assert sum(in_class(group, character) for group in groups) == wanted or code in {0x5C8, 0x5C9}, hex(code)


def test_right_to_left_letters_are_those_of_bidi_class_r_and_al() -> None:
    for code in range(0x1_0000):
        character = chr(code)
        kind = unicodedata.bidirectional(character)
        if kind:
            assert in_class(classes.RTL_LETTERS, character) == (kind in {"R", "AL"} and code != 0x200F), hex(code)


def test_expand_gives_characters_and_ranges() -> None:
    assert list(expand("a-cx0-1")) == ["a", "b", "c", "x", "0", "1"]
