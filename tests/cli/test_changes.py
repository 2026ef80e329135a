from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.cli.changes import Change, changes

TEXTS = st.lists(st.sampled_from(["كلمة", "أخرى", "نص", "a", " ", "  ", "\n", "\n\n"]), max_size=30).map("".join)


def test_words_that_were_replaced_taken_out_and_put_in(seed_text: str) -> None:
    new = seed_text.replace("بشأن مجموعة كاملة", "حول مجموعة").replace("يوم السبت", "يوم السبت الماضي")
    assert list(changes(seed_text, new)) == [
        Change(new.index("حول مجموعة"), "بشأن", "حول"),
        Change(new.index("من المخاوف"), "كاملة", ""),
        Change(new.index("السبت الماضي."), "السبت.", "السبت الماضي."),
    ]


def test_the_same_text_and_white_space_alone_have_no_changes(seed_text: str) -> None:
    assert list(changes(seed_text, seed_text)) == []
    assert list(changes("نص  عربي\n\n هنا", "نص عربي هنا\n")) == []


def test_a_stretch_too_long_to_compare_is_shown_whole() -> None:
    old, new = " ".join(map(str, range(4_000))), " ".join(map(str, range(1, 4_001)))
    assert list(changes(old, new)) == [Change(0, old, new)]


@given(TEXTS, TEXTS)
def test_the_changes_make_the_new_words_of_the_old(old: str, new: str) -> None:
    for change in changes(old, new):
        assert change.old != change.new
        assert new[change.start :].split()[: len(change.new.split())] == change.new.split()
    words = old.split()
    for change in changes(old, new):
        for word in change.old.split():
            words.remove(word)
        words += change.new.split()
    assert sorted(words) == sorted(new.split())
