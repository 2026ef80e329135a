from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotation import align as module
from reader.annotation.align import Alignment, Gap, Run, align, covering, enough
from reader.annotation.letters import letters_of_pair

WORDS = ("ا", "ب", "ت", "ث", "ج", "قال", "كتاب", "الناس")


def aligned(old_text: str, new_text: str) -> tuple[str, str, Alignment]:
    old, new = letters_of_pair(old_text, new_text)
    return old.text, new.text, align(old, new)


def words(number: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choice("ابتثجحخدذرزسشصطعغفقكلمنهوي") for _ in range(5)) for _ in range(number)]


def test_equal_texts_are_one_run() -> None:
    old, _, alignment = aligned("قال الرجل هذا كتاب", "قَالَ الرَّجُلُ هَذَا كِتَابٌ")
    assert alignment.runs == (Run(0, 0, len(old)),)
    assert alignment.free == alignment.lost == alignment.gaps == ()


def test_blocks_that_changed_places_are_found() -> None:
    one, two, three = (" ".join(words(12, seed)) for seed in (1, 2, 3))
    old, new, alignment = aligned(f"{one}\n{two}\n{three}", f"{three}\n{one}\n{two}")
    for block in (one, two, three):
        letters = block.replace(" ", "")
        (part,) = covering(alignment.runs, old.index(letters), old.index(letters) + len(letters))
        assert new[part.new : part.new + part.size] == letters


def test_a_few_words_out_of_order_are_no_moved_block() -> None:
    filler = [" ".join(words(30, seed)) for seed in range(4)]
    old, _, alignment = aligned(
        " ".join([filler[0], "من هو ذا هنا", filler[1]]), " ".join([*filler[:2], "من هو ذا هنا"])
    )
    assert not covering(alignment.runs, old.index("منهوذاهنا"), old.index("منهوذاهنا") + 9)


def test_letters_that_two_neighbours_claim_go_to_neither() -> None:
    before, after = " ".join(words(10)), " ".join(words(10, 2))
    old_text, new_text = f"{before} قال قوم قال قوم {after}", f"{before} قال قوم {after}"
    _, new, alignment = aligned(f"أول {old_text} آخر", f"بدء {new_text} ختم")
    at = new.index("قوم")
    assert not any(run.new <= at < run.new + run.size for run in alignment.runs if not run_in_gap(run, alignment))
    assert any(gap.new_start <= at < gap.new_end for gap in alignment.gaps)


def run_in_gap(run: Run, alignment: Alignment) -> bool:
    return any(gap.new_start <= run.new < gap.new_end for gap in alignment.gaps)


def test_what_is_new_is_free_and_what_is_gone_is_lost() -> None:
    one, two = " ".join(words(10)), " ".join(words(10, 2))
    old, new, alignment = aligned(f"{one} {two} خاتمة", f"مقدمة {one} {two}")
    assert [new[start:end] for start, end in alignment.free] == ["مقدمه"]
    assert [old[start:end] for start, end in alignment.lost] == ["خاتمه"]


def test_covering_cuts_runs_to_the_letters_asked_for() -> None:
    runs = [Run(0, 5, 10), Run(12, 30, 5)]
    assert covering(runs, 4, 14) == [Run(4, 9, 6), Run(12, 30, 2)]
    assert covering(runs, 10, 12) == []
    assert covering([], 0, 5) == []


@pytest.mark.parametrize(("within", "letters"), [(2, 6), (50, 6), (1000, 14), (14_000, 22), (10_000_000, 41)])
def test_the_longer_the_text_the_longer_a_quote_that_proves_something(within: int, letters: int) -> None:
    assert letters - 1 < enough(within) <= letters


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=150)
def test_runs_are_equal_letters_and_no_letter_is_used_twice(start: list[str], chance: random.Random) -> None:
    changed = [chance.choice([word, word, word, "سوق", ""]) for word in start]
    if chance.random() < 0.3:
        chance.shuffle(changed)
    old, new, alignment = aligned(" ".join(start), " ".join(changed))
    for run in alignment.runs:
        assert run.size > 0
        assert old[run.old : run.old + run.size] == new[run.new : run.new + run.size]
    for side in (0, 1):
        spans = sorted((run[side], run[side] + run.size) for run in alignment.runs)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert sum(run.size for run in alignment.runs) + sum(end - start for start, end in alignment.free) == len(new)
    assert sum(run.size for run in alignment.runs) + sum(end - start for start, end in alignment.lost) == len(old)


def test_gaps_inside_gaps_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts in which every word that is found once uncovers just the next one, and nothing between agrees."""

    def peeled(mark: str, number: int = 1500) -> str:
        long = "ق" * 25
        made: list[str] = []
        for at in range(1, number):
            made += [f"{long}{at}", f"{mark}{at}س"]
            if at > 1:
                made += [f"{long}{at - 1}", f"{mark}{at}ص"]
        return " ".join(made)

    gone_through = 0
    seeds = module._ordered_seeds

    def counted(old: object, new: object, gap: Gap) -> list[Run]:
        nonlocal gone_through
        gone_through += gap.old_end - gap.old_start + gap.new_end - gap.new_start
        return seeds(old, new, gap)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_ordered_seeds", counted)
    old, new, _ = aligned(peeled("ا"), peeled("ب"))
    assert gone_through <= (module.WORK + 1) * (len(old) + len(new))
