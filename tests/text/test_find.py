from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SearchError
from reader.text import find as finding
from reader.text.find import Hit, Query, accepts, find, find_broadly
from reader.text.fold import fold
from reader.text.folding import DEFAULTS, NOTHING, Folding
from reader.text.graphemes import is_boundary
from reader.text.needle import needle_for
from tests.text.alphabet import FOLDINGS, QURANIC, TEXTS, TROUBLE

ARABIC, PERSIAN, HEBREW = (DEFAULTS[language] for language in ("ar", "fa", "he"))


def found(text: str, query: str, folding: Folding = ARABIC, **how: bool) -> list[str]:
    return [text[hit.start : hit.end] for hit in find(text, Query(query, folding, **how))]


def by_folding(text: str, query: Query, start: int = 0) -> list[tuple[int, int]]:
    """Search the folded text: what finding by a pattern over the source must be equal to."""
    needle = needle_for(query.text, query.folding)
    if needle is None:
        return []
    folded = fold(text, query.folding)
    spans: list[tuple[int, int]] = []
    position = folded.folded_offset(start)
    while True:
        places = [(place, form) for form in needle.forms if (place := folded.text.find(form, position)) >= 0]
        if not places:
            return spans
        place, form = min(places, key=lambda candidate: candidate[0])
        span = folded.source_span(place, place + len(form))
        if span[0] >= (spans[-1][1] if spans else start) and accepts(text, query, *span):
            spans.append(span)
            position = place + len(form)
        else:
            position = place + 1


@settings(max_examples=400)
@given(TEXTS, FOLDINGS, st.booleans(), st.booleans(), st.sampled_from([8, 16, 40, 65_536]), st.data())
def test_equal_to_searching_the_folded_text(
    text: str, folding: Folding, whole_word: bool, particles: bool, slice_length: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : start + data.draw(st.integers(1, 5))]
    typed = data.draw(st.sampled_from([part, "".join(data.draw(st.lists(st.sampled_from(TROUBLE), max_size=3)))]))
    query = Query(typed, folding, whole_word=whole_word, particles=particles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "SLICE", slice_length)
        hits = list(find(text, query))
    assert [(hit.start, hit.end) for hit in hits] == by_folding(text, query)
    assert all(hit.exact == (text[hit.start : hit.end] == typed) for hit in hits)
    assert all(is_boundary(text, hit.start) and is_boundary(text, hit.end) for hit in hits)


def test_hits_with_their_marks_and_how_they_are_spelled() -> None:
    text = "كتاب وكِتَابٌ والكـتـاب"
    assert list(find(text, Query("كتاب", ARABIC))) == [Hit(0, 4, True), Hit(6, 13, False), Hit(17, 23, False)]
    assert found(text, "كتاب", NOTHING) == ["كتاب"]


def test_a_letter_is_not_found_without_its_marks_when_marks_count() -> None:
    assert found("كِتَاب", "كت", NOTHING) == []
    assert found("كِت", "كِت", NOTHING) == ["كِت"]


@pytest.mark.parametrize(
    ("text", "query", "folding", "hits"),
    [
        ("الله ﷲ لله", "الله", ARABIC, ["الله", "ﷲ"]),
        ("قال النبي ﷺ ثم", "صلى الله عليه وسلم", ARABIC, ["ﷺ"]),
        ("قال صلّى الله عليه وسلّم ثم", "ﷺ", ARABIC, ["صلّى الله عليه وسلّم"]),
        ("محمد ﷺ", "الله", ARABIC, []),
        ("الإسلام ﻻ الاسﻻم", "اسلام", ARABIC, ["إسلام", "اسﻻم"]),
        ("خانۀ ما، خانهٔ تو", "خانه", PERSIAN, ["خانۀ", "خانهٔ"]),
        ("בְּבֵית־סֵפֶר", "בית ספר", HEBREW, ["בֵית־סֵפֶר"]),
        ("أقيموا ٱلصَّلَوٰةَۚ و", "الصلاة", QURANIC, ["ٱلصَّلَوٰةَۚ"]),
        ("می\u200cروم می روم میروم", "میروم", PERSIAN, ["می\u200cروم", "می روم", "میروم"]),
        ("می\u200cروم می روم میروم", "می روم", PERSIAN, ["می\u200cروم", "می روم", "میروم"]),
        ("می\u200cروم می روم میروم", "می\u200cروم", PERSIAN, ["می\u200cروم", "می روم", "میروم"]),
        ("کتاب\u200cها کتاب ها کتابها", "کتابها", PERSIAN, ["کتاب\u200cها", "کتاب ها", "کتابها"]),
        ("نمی خواهم بزرگ ترین", "نمیخواهم بزرگترین", PERSIAN, ["نمی خواهم بزرگ ترین"]),
        ("می روم", "میروم", ARABIC, []),
        ("page ۲۵۵", "255", PERSIAN, ["۲۵۵"]),
        ("Ecole, ÉCOLE", "école", ARABIC, ["Ecole", "ÉCOLE"]),
        ("سطر\nآخر", "سطر اخر", ARABIC, ["سطر\nآخر"]),
        ("aaaa", "aa", NOTHING, ["aa", "aa"]),
        ("مسؤول مسءول مسو\u0654ل", "مسؤ", ARABIC, ["مسؤ", "مسو\u0654"]),
    ],
)
def test_what_is_found(text: str, query: str, folding: Folding, hits: list[str]) -> None:
    assert found(text, query, folding) == hits


@pytest.mark.parametrize(
    ("text", "query", "whole", "attached"),
    [
        ("كتاب والكتاب وبكتابه للكتاب بالكتاب مكتاب كتابي", "كتاب", ["كتاب"], ["كتاب"] * 4),
        ("فسيكتب وسيكتب أيكتب مايكتب", "يكتب", [], ["يكتب"] * 3),
        ("שבבית הבית ובבית כשהבית מהבית צבית ביתי", "בית", [], ["בית"] * 5),
        ("צה״ל צה", "צה", ["צה"], ["צה"]),
        ("בית־ספר", "ספר", [], []),
        ("كِتَابٌ، (كتاب) «كتاب»", "كتاب", ["كِتَابٌ", "كتاب", "كتاب"], ["كِتَابٌ", "كتاب", "كتاب"]),
        ("كتاب١ كتاب_", "كتاب", ["كتاب"], ["كتاب"]),
        ("وَالْكِتَابُ", "كتاب", [], ["كِتَابُ"]),
        ("و كتاب", "كتاب", ["كتاب"], ["كتاب"]),
        ("art part", "art", ["art"], ["art"]),
    ],
)
def test_whole_words_and_attached_particles(text: str, query: str, whole: list[str], attached: list[str]) -> None:
    folding = replace(ARABIC, marks=True)
    assert found(text, query, folding, whole_word=True) == whole
    assert found(text, query, folding, whole_word=True, particles=True) == attached


def test_maqaf_parts_words_where_it_is_folded_to_a_space() -> None:
    assert found("בית־ספר", "ספר", HEBREW, whole_word=True) == ["ספר"]


@pytest.mark.parametrize("folding", [NOTHING, ARABIC, QURANIC])
def test_phrases_over_the_borders_of_slices(folding: Folding, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "كتاب جديد هنا " * 60
    for length in range(52, 66):
        monkeypatch.setattr(finding, "SLICE", length)
        assert [hit.start for hit in find(text, Query("كتاب جديد هنا", folding))] == list(range(0, 14 * 60, 14))


@pytest.mark.parametrize("folding", [NOTHING, ARABIC, QURANIC])
def test_no_hit_reaches_over_the_end(folding: Folding) -> None:
    assert [hit.start for hit in find("كتاب كتابة", Query("كتاب", folding), 0, 7)] == [0]
    assert [hit.start for hit in find("كتاب ﷲ كتابة", Query("كتاب", folding), 0, 9)] == [0]


def test_of_several_signs_on_a_letter_the_first_counts() -> None:
    assert found("ا\u0654\u0653", "آ", HEBREW) == []
    assert found("ا\u0654\u0653", "أ", HEBREW) == ["ا\u0654\u0653"]
    assert found("ا\u064e\u0653", "آ", HEBREW) == ["ا\u064e\u0653"]


def test_limits_are_kept_and_what_lies_beyond_is_seen() -> None:
    text = "كتاب كتابة كتاب"
    assert [hit.start for hit in find(text, Query("كتاب", ARABIC), 1)] == [5, 11]
    assert [hit.start for hit in find(text, Query("كتاب", ARABIC), 0, 10)] == [0, 5]
    assert [hit.start for hit in find(text, Query("كتاب", ARABIC, whole_word=True), 1, 9)] == []
    assert list(find(text, Query("كتاب", ARABIC), 0, 2)) == []


@pytest.mark.parametrize("query", ["", "\u064e", "ـ", "\u200f"])
def test_a_query_of_nothing_finds_nothing(query: str) -> None:
    assert list(find("كِتَـاب\u200f", Query(query, ARABIC))) == []
    assert list(find("", Query("ك", ARABIC))) == []


def test_cancelled_between_slices() -> None:
    text = "كتاب " * 100_000
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    hits = list(find(text, Query("كتاب", ARABIC), cancelled=cancelled))
    assert 0 < len(hits) < 100_000


@pytest.mark.parametrize("folding", [NOTHING, ARABIC, QURANIC])
def test_long_lines_marks_and_unknown_characters(folding: Folding) -> None:
    marks = "ك" + "\u064e" * 3000 + "تاب"
    assert found(marks * 3, "كتاب", folding) == ([] if folding == NOTHING else [marks] * 3)
    assert found("\ufffd" * 500 + "كتاب", "\ufffdكتاب", folding) == ["\ufffdكتاب"]
    line = "ك" * 300_000 + "تاب"
    assert [hit.start for hit in find(line, Query("كتاب", folding))] == [299_999]
    assert len(list(find("ـ" * 300_000 + "ك", Query("ك", folding)))) == 1
    assert len(list(find(("ك" * 9 + "ـ" * 70_000) * 5, Query("كككككك", folding)))) == (5 if folding == NOTHING else 7)


def test_a_query_longer_than_the_text_or_than_a_slice() -> None:
    assert list(find("كتاب", Query("كتاب" * 100, ARABIC))) == []
    long = "كتاب " * 30_000
    assert [hit.start for hit in find("ا " + long, Query(long, ARABIC))] == [2]


VERSE = "ذَٰلِكَ ٱلۡكِتَٰبُ لَا رَيۡبَۛ فِيهِ وَيُقِيمُونَ ٱلصَّلَوٰةَ وَمِمَّا رَزَقۡنَٰهُمۡ يُنفِقُونَ"


@pytest.mark.parametrize(
    ("text", "query", "folding", "hits"),
    [
        (VERSE, "الصلاة", ARABIC, ["ٱلصَّلَوٰةَ"]),
        (VERSE, "كتب", ARABIC, ["كِتَٰبُ"]),
        (VERSE, "كتاب", ARABIC, ["كِتَٰبُ"]),
        (VERSE, "الصلاة", NOTHING, []),
        (VERSE, "ٱلۡكِتَٰبُ", ARABIC, ["ٱلۡكِتَٰبُ"]),
        ("كتب نثر كثير " * 100 + VERSE, "كتاب", ARABIC, ["كِتَٰبُ"]),
        ("كتاب " * 3 + "نثر كثير " * 200 + VERSE, "كتاب", ARABIC, ["كتاب"] * 3),
        (VERSE + " كتاب والصلاة", "كتاب", ARABIC, ["كِتَٰبُ", "كتاب"]),
        ("الصلاة", "الصلاة", ARABIC, ["الصلاة"]),
    ],
)
def test_todays_spelling_in_the_quran(text: str, query: str, folding: Folding, hits: list[str]) -> None:
    found_there = list(find_broadly(text, Query(query, folding)))
    assert [text[hit.start : hit.end] for hit in found_there] == hits
    assert all(hit.exact == (text[hit.start : hit.end] == query) for hit in found_there)
    assert [hit.start for hit in found_there] == sorted(hit.start for hit in found_there)


def test_a_regular_expression_is_not_looked_for_in_another_spelling() -> None:
    assert list(find_broadly(VERSE, Query("الصلاة", ARABIC, regex=True))) == []
    assert list(find_broadly("", Query("الصلاة", ARABIC))) == []


@pytest.mark.parametrize(
    ("text", "expression", "hits"),
    [
        ("كِتَابٌ كتب مكتوب", "ك[تب]+", ["كِتَ", "كتب", "كت"]),
        ("كِتَابٌ", "كتاب$", ["كِتَابٌ"]),
        ("سنة ١٩٩٠ و2020", r"\d{4}", ["١٩٩٠", "2020"]),
        ("Aa bb", "a+", ["Aa"]),
        ("سطر\nآخر", "^اخر$", []),
        ("سطر\nآخر", "(?m)^اخر$", ["آخر"]),
        ("abc", "x*", []),
        ("آب،", "،", ["،"]),
    ],
)
def test_regular_expressions(text: str, expression: str, hits: list[str]) -> None:
    assert found(text, expression, ARABIC, regex=True) == hits


def test_a_regular_expression_sees_stored_text_when_nothing_is_folded() -> None:
    assert found("كِتاب كتاب", "كتا.", NOTHING, regex=True) == ["كتاب"]
    assert found("كَ", "ك", NOTHING, regex=True) == ["كَ"]


@pytest.mark.parametrize("expression", ["(", "[", "*", "(?P<x", "a{2,1}", "\\", "ا" * 3000])
def test_a_bad_regular_expression_says_so(expression: str) -> None:
    with pytest.raises(SearchError, match=r"^The regular expression is "):
        list(find("كتاب", Query(expression, ARABIC, regex=True)))


def test_a_runaway_regular_expression_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.text import expression

    monkeypatch.setattr(expression, "SECONDS", 0.1)
    with pytest.raises(SearchError, match="too many ways"):
        list(find("ا" * 100 + "ب", Query("(ا|اا)+(ا|اا)+$", NOTHING, regex=True)))


def test_an_expression_over_several_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.text import expression

    monkeypatch.setattr(expression, "_STRETCH", 20)
    text = "كِتَابٌ في سطر\n" * 50
    hits = list(find(text, Query("ك.اب", ARABIC, regex=True)))
    assert len(hits) == 50
    assert {text[hit.start : hit.end] for hit in hits} == {"كِتَابٌ"}
