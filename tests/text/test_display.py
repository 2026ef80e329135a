from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.display import Signs, shown
from reader.text.graphemes import is_boundary
from tests.text.alphabet import TEXTS


@pytest.mark.parametrize(
    ("text", "vowels", "letters"),
    [
        ("رَيۡبَۛ فِيهِۛ لَهُۥ", "رَيۡبَ فِيهِ لَهُ", "ريب فيه له"),
        ("بְּרֵאשִׁ֖ית־בָּרָ֣א׃", "بְּרֵאשִׁית־בָּרָא׃", "بראשית־ברא׃"),
        ("آمَنَ ا\u0653مَنَ مُؤْمِن و\u0654", "آمَنَ ا\u0653مَنَ مُؤْمِن و\u0654", "آمن ا\u0653من مؤمن و\u0654"),
        ("café کتاب", "café کتاب", "café کتاب"),
        ("", "", ""),
    ],
)
def test_what_is_shown(text: str, vowels: str, letters: str) -> None:
    assert shown(text, Signs.ALL).text is text
    assert shown(text, Signs.VOWELS).text == vowels
    assert shown(text, Signs.LETTERS).text == letters


@given(TEXTS, st.sampled_from(list(Signs)))
def test_the_map(text: str, signs: Signs) -> None:
    view = shown(text, signs)
    offsets = [view.to_shown(offset) for offset in range(len(text) + 1)]
    assert offsets == sorted(offsets)
    assert (offsets[0], offsets[-1]) == (0, len(view.text))
    back = [view.to_stored(offset) for offset in range(len(view.text) + 1)]
    assert back == sorted(back)
    assert [view.to_shown(offset) for offset in back] == list(range(len(back)))
    for offset, stored in enumerate(back[:-1]):
        if offset:
            assert text[stored] == view.text[offset]


@given(
    st.text(alphabet=st.sampled_from("كتالאב ، \u064e\u0651\u0653\u0654\u06d6\u06e5\u05b8\u0591\u034f😀"), max_size=40)
)
def test_letters_only_never_tears_a_cluster(text: str) -> None:
    view = shown(text, Signs.LETTERS)
    for offset in range(len(view.text) + 1):
        if is_boundary(view.text, offset):
            assert is_boundary(text, view.to_stored(offset))


@pytest.mark.parametrize("signs", list(Signs))
def test_outside_is_an_error(signs: Signs) -> None:
    view = shown("كِتَاب", signs)
    for wrong in (-1, 7):
        with pytest.raises(IndexError):
            view.to_shown(wrong)
        with pytest.raises(IndexError):
            view.to_stored(wrong)


def test_three_thousand_marks() -> None:
    text = "ك" + "\u064e" * 3000 + "ت"
    view = shown(text, Signs.LETTERS)
    assert view.text == "كت"
    assert (view.to_stored(1), view.to_shown(1500), view.to_shown(3001)) == (3001, 1, 1)
