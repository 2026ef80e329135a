from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.arrangement import MarginKind, arrange


@given(st.integers(400, 4000), st.integers(300, 2000), st.booleans(), st.booleans(), st.booleans())
def test_the_parts_fill_the_window_and_do_not_overlap(
    width: int, height: int, right_to_left: bool, shelf: bool, margin: bool
) -> None:
    placed = arrange(width, height, right_to_left=right_to_left, shelf=shelf, margin=margin)
    columns = [placed.strip, placed.margin, placed.page]
    if not placed.shelf_over:
        columns.append(placed.shelf)
    filled = sorted((left, left + wide) for left, _top, wide, _high in columns if wide)
    assert filled[0][0] == 0
    assert filled[-1][1] == width
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(filled))
    assert placed.page[1] + placed.page[3] == placed.foot[1]
    assert placed.foot[1] + placed.foot[3] == height


@given(st.integers(640, 3000), st.booleans())
def test_the_page_is_never_too_narrow_to_read(width: int, right_to_left: bool) -> None:
    assert arrange(width, 700, right_to_left=right_to_left).page[2] >= 560


@pytest.mark.parametrize(
    ("width", "kind", "over"),
    [
        (1600, MarginKind.CARDS, False),
        (1366, MarginKind.CARDS, False),
        (1280, MarginKind.CARDS, False),
        (1279, MarginKind.CARDS, True),
        (960, MarginKind.CARDS, True),
        (900, MarginKind.MARKS, True),
        (639, MarginKind.NONE, True),
    ],
)
def test_the_columns_give_way_one_after_the_other(width: int, kind: MarginKind, over: bool) -> None:
    placed = arrange(width, 700, right_to_left=True)
    assert (placed.margin_kind, placed.shelf_over) == (kind, over)


def test_the_shelf_stands_where_the_interface_begins_and_the_margin_opposite() -> None:
    arabic = arrange(1480, 940, right_to_left=True)
    english = arrange(1480, 940, right_to_left=False)
    assert arabic.strip[0] == 0 < arabic.margin[0] < arabic.page[0] < arabic.shelf[0]
    assert english.shelf[0] == 0 < english.page[0] < english.margin[0] < english.strip[0]
