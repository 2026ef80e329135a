from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.offsets import Utf16Index, utf16_length

MIXED = st.text(alphabet=st.sampled_from("abكת😀👍🏽\U0010ffff\ud83d"), max_size=200)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(MIXED, st.integers(1, 40))
def test_both_ways_for_every_offset(text: str, times: int) -> None:
    text *= times
    index = Utf16Index(text)
    assert index.length == units(text) == utf16_length(text)
    step = max(1, len(text) // 50)
    for offset in {*range(0, len(text) + 1, step), len(text)}:
        there = index.to_utf16(offset)
        assert there == units(text[:offset])
        assert index.to_code_points(there) == offset


def test_inside_a_pair_is_the_start_of_the_pair() -> None:
    index = Utf16Index("أ😀ب")
    assert index.length == 4
    assert [index.to_code_points(at) for at in range(5)] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("before", [1022, 1023, 1024, 1025, 2047])
def test_pairs_at_the_borders_of_blocks(before: int) -> None:
    text = "ك" * before + "😀😀" + "ك" * 3000
    index = Utf16Index(text)
    for offset in range(before - 2, before + 5):
        assert index.to_utf16(offset) == units(text[:offset])
        assert index.to_code_points(units(text[:offset])) == offset
    assert index.to_code_points(before + 1) == before
    assert index.to_code_points(before + 3) == before + 1


@pytest.mark.parametrize("text", ["", "abc", "كتاب", "😀"])
def test_outside_the_text_is_an_error(text: str) -> None:
    index = Utf16Index(text)
    for wrong in (-1, index.length + 1):
        with pytest.raises(IndexError):
            index.to_code_points(wrong)
    for wrong in (-1, len(text) + 1):
        with pytest.raises(IndexError):
            index.to_utf16(wrong)
