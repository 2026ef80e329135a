from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.margin_layout import levels

WANTED = st.lists(st.integers(0, 400), min_size=1, max_size=30).map(sorted)


def cost(wanted: list[int], placed: list[float]) -> float:
    return sum(abs(want - place) for want, place in zip(wanted, placed, strict=True))


def test_cards_that_do_not_meet_stand_at_their_lines() -> None:
    assert levels([0, 100, 250], [80, 90, 60], gap=10) == [0, 100, 250]
    assert levels([], []) == []


def test_crowded_cards_give_way_to_one_another() -> None:
    assert levels([0, 10, 20], [40, 40, 40], gap=10) == [-40, 10, 60]
    assert levels([0, 10, 20], [40, 40, 40], gap=10, top=0) == [0, 50, 100]


def test_the_held_card_stays_and_the_others_move() -> None:
    assert levels([0, 10, 20], [40, 40, 40], gap=10, held=0) == [0, 50, 100]
    assert levels([0, 10, 20], [40, 40, 40], gap=10, held=2) == [-80, -30, 20]


@given(WANTED, st.data())
def test_nothing_overlaps_and_the_order_is_kept(wanted: list[int], data: st.DataObject) -> None:
    heights = data.draw(st.lists(st.integers(20, 200), min_size=len(wanted), max_size=len(wanted)))
    held = data.draw(st.none() | st.integers(0, len(wanted) - 1))
    placed = levels(wanted, heights, gap=8, held=held)
    for (above, below), height in zip(itertools.pairwise(placed), heights, strict=False):
        assert below >= above + height + 8
    if held is not None:
        assert placed[held] == wanted[held]


@given(WANTED, st.integers(0, 50), st.integers(0, 300))
def test_the_bounds_hold_where_all_fit(wanted: list[int], top: int, room: int) -> None:
    heights = [30] * len(wanted)
    needed = 30 * len(wanted) + 8 * (len(wanted) - 1)
    placed = levels(wanted, heights, gap=8, top=top, bottom=top + needed + room)
    assert placed[0] >= top
    assert placed[-1] + 30 <= top + needed + room


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5).map(sorted), st.lists(st.integers(1, 4), min_size=5))
def test_the_sum_of_displacements_is_the_least_there_is(wanted: list[int], heights: list[int]) -> None:
    heights = heights[: len(wanted)]
    span = range(min(wanted) - sum(heights) - 5, max(wanted) + sum(heights) + 6)
    ends = {span[0]: 0.0}
    for want, height in zip(wanted, heights, strict=True):
        following: dict[int, float] = {}
        least = float("inf")
        pending = sorted(ends.items())
        for place in span:
            while pending and pending[0][0] <= place:
                least = min(least, pending.pop(0)[1])
            following[place + height + 1] = least + abs(place - want)
        ends = following
    assert cost(wanted, levels(wanted, heights, gap=1)) == min(ends.values())


def test_ten_thousand_cards_are_no_matter() -> None:
    chance = random.Random(7)
    wanted = sorted(chance.uniform(0, 1e6) for _ in range(10_000))
    placed = levels(wanted, [90.0] * len(wanted))
    assert all(below - above >= 99.999 for above, below in itertools.pairwise(placed))
