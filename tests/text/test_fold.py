from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.fold import fold, fold_query
from reader.text.folding import DEFAULTS, NOTHING, Folding
from reader.text.graphemes import is_boundary
from reader.text.rewrite import rewrite
from reader.text.tables import table_for
from tests.text.alphabet import ANYTHING, FOLDINGS, TEXTS

ARABIC, PERSIAN, HEBREW = (DEFAULTS[language] for language in ("ar", "fa", "he"))


def span_of(text: str, needle: str, folding: Folding) -> str:
    folded = fold(text, folding)
    place = folded.text.index(fold_query(needle, folding))
    start, end = folded.source_span(place, place + len(fold_query(needle, folding)))
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "needle", "found"),
    [
        ("هَٰذَا كِتَابٌ جَدِيدٌ", "كتاب", "كِتَابٌ"),
        ("كِتَابٌ", "كتا", "كِتَا"),
        ("في الـنـاتو", "الناتو", "الـنـاتو"),
        ("بְּרֵאשִׁ֖ית בָּרָא", "ראשית", "רֵאשִׁ֖ית"),
        ("\u202bכתב\u202c", "כתב", "כתב"),
        ("می\u200cروم", "می", "می\u200c"),
        ("سلامٌ ﷲ!", "له", "ﷲ"),
        ("انشاء", "انشا", "انشا"),
        ("Straße…", "ss", "ß"),
    ],
)
def test_spans_are_exact_on_both_ends(text: str, needle: str, found: str) -> None:
    assert span_of(text, needle, ARABIC) == found


def test_a_dropped_last_hamza_belongs_to_the_word() -> None:
    assert span_of("انشاء خوب", "انشا", PERSIAN) == "انشاء"


@pytest.mark.parametrize("folding", [ARABIC, HEBREW, DEFAULTS[""]])
def test_a_hamza_written_apart_is_the_letter_with_hamza(folding: Folding) -> None:
    for text in ("مسؤول", "رئيس", "آخر أحمد إلى", "ؤَ ئِ"):
        assert fold_query(unicodedata.normalize("NFD", text), folding) == fold_query(text, folding)
    assert span_of(unicodedata.normalize("NFD", "مسؤُول هنا"), "سؤ", folding) == unicodedata.normalize("NFD", "سؤُ")


@given(TEXTS | ANYTHING, FOLDINGS)
def test_the_text_is_what_folding_each_part_gives(text: str, folding: Folding) -> None:
    rewritten = rewrite(text, folding)
    assert fold(text, folding).text == (rewritten.text if rewritten else text).translate(table_for(folding))


@given(TEXTS | ANYTHING, FOLDINGS, st.data())
def test_every_span_folds_to_itself(text: str, folding: Folding, data: st.DataObject) -> None:
    folded = fold(text, folding)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.source_span(start, end)
    assert 0 <= first <= last <= len(text)
    if start == end:
        assert first == last
        return
    assert first < last
    if not folding.quranic:
        assert folded.text[start:end] in fold_query(text[first:last], folding)
    assert folded.folded_offset(first) <= start
    assert folded.folded_offset(last) >= end


@given(TEXTS, FOLDINGS)
def test_spans_of_single_characters_are_in_order(text: str, folding: Folding) -> None:
    folded = fold(text, folding)
    spans = [folded.source_span(at, at + 1) for at in range(len(folded.text))]
    assert spans == sorted(spans)
    for (start, end), (after, _) in pairwise(spans):
        assert end <= after or start == after


@given(TEXTS)
def test_with_marks_dropped_spans_end_on_borders_of_clusters(text: str) -> None:
    folded = fold(text, ARABIC)
    for at, character in enumerate(folded.text):
        if character.isalpha() and character < "\u2000":
            _, end = folded.source_span(at, at + 1)
            assert is_boundary(text, end) or text[end : end + 1] > "\u2000"


@given(TEXTS, FOLDINGS)
def test_folded_offset_counts_what_stands_before(text: str, folding: Folding) -> None:
    folded = fold(text, folding)
    offsets = [folded.folded_offset(offset) for offset in range(len(text) + 1)]
    assert offsets == sorted(offsets)
    assert offsets[0] == 0
    assert offsets[-1] == len(folded.text)


def test_a_sign_before_all_letters_joins_none() -> None:
    text = "\u0654كو"
    assert fold(text, ARABIC).text == "كو"
    assert fold(text, ARABIC).source_span(0, 2) == (1, 3)


def test_across_the_borders_of_blocks() -> None:
    text = ("ب" + "\u064e" * 1023) * 5 + "كتابٌ" + "\u0651" * 3000 + "ن"
    folded = fold(text, ARABIC)
    assert folded.text == "ببببب" + "كتابن"
    for at in range(5):
        assert folded.source_span(at, at + 1) == (at * 1024, (at + 1) * 1024)
    assert folded.source_span(5, 9) == (5120, len(text) - 1)
    assert folded.source_span(9, 10) == (len(text) - 1, len(text))
    assert folded.source_span(10, 10) == (len(text), len(text))


def test_nothing_folds_to_the_text_itself() -> None:
    text = "كِتَاب"
    folded = fold(text, NOTHING)
    assert folded.text is text
    assert folded.source_span(1, 3) == (1, 3)
    assert folded.folded_offset(3) == 3


@pytest.mark.parametrize("folding", [NOTHING, ARABIC])
def test_outside_is_an_error(folding: Folding) -> None:
    folded = fold("كتاب", folding)
    for start, end in ((-1, 0), (0, 5), (3, 2)):
        with pytest.raises(IndexError):
            folded.source_span(start, end)


@pytest.mark.parametrize("text", ["", "\u064e", "\ufffd" * 5, "\u064e" * 3000])
def test_texts_without_letters(text: str) -> None:
    folded = fold(text, ARABIC)
    assert folded.text == text.replace("\u064e", "")
    assert folded.source_span(0, 0)[0] in {0, len(text)}
