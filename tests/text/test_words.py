from __future__ import annotations

import itertools

import pytest
from hypothesis import given

from reader.text.graphemes import is_boundary
from reader.text.words import next_word, previous_word, word_at, words
from tests.text.alphabet import TEXTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال: «كتاب»، ثم؟", ["قال", "كتاب", "ثم"]),
        ("می\u200cروم به خانه\u200cهای", ["می\u200cروم", "به", "خانه\u200cهای"]),
        ('צה"ל בית־ספר ד"ר צ׳רצ׳יל ג׳', ['צה"ל', "בית־ספר", 'ד"ר', "צ׳רצ׳יל", "ג׳"]),
        ("שָׁלוֹם־עֲלֵיכֶם׃", ["שָׁלוֹם־עֲלֵיכֶם"]),
        ('הוא אמר "שלום" והלך', ["הוא", "אמר", "שלום", "והלך"]),
        ("don't stop 3,000.5 ١٢٫٥ end.", ["don't", "stop", "3,000.5", "١٢٫٥", "end"]),
        ("بِسۡمِ ٱللَّهِ كـتـاب", ["بِسۡمِ", "ٱللَّهِ", "كـتـاب"]),
        ("کیا آپ ٹھیک ہیں؟", ["کیا", "آپ", "ٹھیک", "ہیں"]),
        ("", []),
        ("، . «»", []),
    ],
)
def test_words_of_each_script(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == expected


@given(TEXTS)
def test_words_are_in_order_and_steps_agree_with_them(text: str) -> None:
    spans = list(words(text))
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    starts = [start for start, _ in spans]
    for offset in range(len(text) + 1):
        assert next_word(text, offset) == min((s for s in starts if s > offset), default=len(text))
        assert previous_word(text, offset) == max((s for s in starts if s < offset), default=0)
        inside = [span for span in spans if span[0] <= offset <= span[1]]
        assert word_at(text, offset) == (inside[-1] if inside else (offset, offset))


def test_no_word_ends_before_the_marks_of_its_last_letter() -> None:
    text = "كِتَابٌ، شָׁל"
    for _, end in words(text):
        assert is_boundary(text, end)


def test_one_endless_word_and_three_thousand_marks() -> None:
    line = "ك" * 1_000_000
    start, end = word_at(line, 500_000)
    assert start < 500_000 < end
    assert next_word(line, 0) == len(line)
    marks = "ك" + "\u064e" * 3000 + " كتاب"
    assert word_at(marks, 0) == (0, 3001)
    assert word_at(marks, 2999) == (0, 3001)
    assert next_word(marks, 5) == 3002
    assert previous_word(marks, 3002) == 0
