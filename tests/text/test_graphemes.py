from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import given

from reader.text import graphemes
from reader.text.graphemes import (
    clusters,
    cuts_nothing,
    is_boundary,
    lam_alef_spans,
    next_boundary,
    previous_boundary,
    snap,
)
from tests.text.alphabet import ANYTHING, TEXTS

MISSED = "2701 200D 2701"
"""The one row of GraphemeBreakTest 15.0 where ``regex`` parts what the file keeps together."""


def rows(file: Path) -> list[tuple[str, str, list[int]]]:
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = line.partition("#")[0].split()
        if not row:
            continue
        text, borders = "", []
        for part in row:
            if part == "÷":
                borders.append(len(text))
            elif part != "×":
                text += chr(int(part, 16))
        found.append((" ".join(part for part in row if part not in "÷×"), text, borders))
    return found


def test_grapheme_break_test(corpus: Path) -> None:
    wrong = []
    table = rows(corpus / "ucd15" / "GraphemeBreakTest.txt")
    for name, text, borders in table:
        found = [offset for offset in range(len(text) + 1) if is_boundary(text, offset)]
        assert [0, *(end for _, end in clusters(text))] == found, name
        if found != borders:
            wrong.append(name)
    assert len(table) == 602
    assert wrong == [MISSED]


@given(TEXTS | ANYTHING)
def test_same_borders_as_regex(text: str) -> None:
    borders = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    assert [offset for offset in range(len(text) + 1) if is_boundary(text, offset)] == borders
    assert list(clusters(text)) == list(pairwise(borders))
    for start in range(len(text)):
        for end in range(start + 1, min(start + 4, len(text) + 1)):
            assert cuts_nothing(text, start, end) == (start in borders and end in borders)


@given(TEXTS)
def test_steps_and_snapping_go_by_borders(text: str) -> None:
    borders = [offset for offset in range(len(text) + 1) if is_boundary(text, offset)]
    for offset in range(len(text) + 1):
        assert next_boundary(text, offset) == min((b for b in borders if b > offset), default=len(text))
        assert previous_boundary(text, offset) == max((b for b in borders if b < offset), default=0)
        assert snap(text, offset, offset + 1) == (
            max(b for b in borders if b <= offset),
            min((b for b in borders if b >= offset + 1), default=offset + 1),
        )


def test_three_thousand_marks_are_one_cluster() -> None:
    text = "ك" + "\u064e" * 3000 + "ت"
    assert list(clusters(text)) == [(0, 3001), (3001, 3002)]
    assert snap(text, 1500, 1501) == (0, 3001)
    assert next_boundary(text, 0) == 3001


def test_three_thousand_flags_and_joiners_end() -> None:
    flags = "🇸🇦" * 3000
    assert is_boundary(flags, 5000)
    assert not is_boundary(flags, 5001)
    assert next_boundary("👩\u200d" * 3000, 5) == 6000


@pytest.mark.parametrize(
    ("text", "spans"),
    [("لا", [(0, 2)]), ("سَلَّامٌ", [(2, 6)]), ("ل ا", []), ("لـا", []), ("إلىٰ الآن لأن", [(6, 8), (10, 12)])],
)
def test_lam_alef(text: str, spans: list[tuple[int, int]]) -> None:
    assert lam_alef_spans(text) == spans


def test_regex_is_not_imported_for_arabic_with_marks() -> None:
    code = (
        "import sys; from reader.text import bidi, display, offsets, words; from reader.text.graphemes import clusters;"
        "list(clusters('بِسْمِ ٱللَّهِ “نص”، שָׁלוֹם')); words.word_at('كتاب', 1);"
        "bidi.paragraph_direction('كتاب', 'rtl'); display.shown('بِسْمِ', display.Signs.LETTERS);"
        "print({'regex', 'bidi'} & set(sys.modules))"
    )
    root = Path(graphemes.__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "set()"
