from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.annotation.letters import LONGEST_WORD, common_end, common_start, letters, letters_of_pair

SAMPLE = "قال  الكِتَابُ:\nهذا كتابٌ، می‌روم שָׁלוֹם"
texts = st.text(alphabet="ابتكِ ـ\n،,ש a1😀", max_size=120)


def test_blanks_and_marks_are_gone_and_words_begin_where_they_begin() -> None:
    (sample,) = letters(SAMPLE)
    assert sample.text == "قالالكتاب:هذاكتاب,ميرومשלום"
    assert [sample.text[at : at + 2] for at in sample.starts] == ["قا", "ال", "هذ", "كت", "مي", "של"]
    assert sample.text[slice(*sample.at(5, 14))] == "الكتاب"
    assert SAMPLE[slice(*sample.span(*sample.at(5, 14)))] == SAMPLE[5:14]


def test_a_span_takes_the_marks_of_its_last_letter_along() -> None:
    (sample,) = letters(SAMPLE)
    at = sample.text.index("كتاب,")
    assert SAMPLE[slice(*sample.span(at, at + 4))] == "كتابٌ"


def test_what_two_versions_share_at_their_ends_is_set_apart_at_blanks() -> None:
    old, new = letters_of_pair("واحد اثنان ثلاثة أربعة", "واحد اثنين ثلاثة أربعة")
    assert old.text[: old.head] == new.text[: new.head] == "واحد"
    assert old.text[len(old) - old.tail :] == new.text[len(new) - new.tail :] == "ثلاثهاربعه"


def test_a_stretch_that_either_end_could_claim_belongs_to_neither() -> None:
    _, new = letters_of_pair("مقدمة قال قال خاتمة", "مقدمة قال خاتمة")
    assert new.text[new.head : len(new) - new.tail] == "قال"


def test_a_long_run_without_blanks_has_words_all_the_same() -> None:
    run = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي" * 40
    (one,) = letters(run)
    (other,) = letters("م" + run)
    assert max(b - a for a, b in zip(one.starts, [*one.starts[1:], len(one)], strict=True)) <= LONGEST_WORD
    assert len(set(one.starts) & {at - 1 for at in other.starts}) > 0.9 * len(one.starts)


@given(texts, st.data())
def test_letters_and_back(text: str, data: st.DataObject) -> None:
    (sample,) = letters(text)
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, len(sample)))
    low, high = sample.span(start, end)
    assert 0 <= low <= high <= len(text)
    assert sample.at(low, high) == (start, end)


@given(texts, texts)
def test_the_ends_of_a_pair_agree(old_text: str, new_text: str) -> None:
    old, new = letters_of_pair(old_text, new_text)
    assert old.text[: old.head] == new.text[: new.head]
    assert old.text[len(old) - old.tail :] == new.text[len(new) - new.tail :]
    assert old.head + old.tail <= min(len(old), len(new))
    assert "".join(old.text.split()) == "".join(letters(old_text)[0].text.split())


@given(st.text("اب", max_size=200), st.text("اب", max_size=200), st.integers(0, 250))
def test_common_ends_are_the_longest(one: str, other: str, limit: int) -> None:
    start = common_start(one, 0, other, 0, limit)
    most = min(len(one), len(other), limit)
    assert one[:start] == other[:start]
    assert start == most or one[start] != other[start]
    end = common_end(one, len(one), other, len(other), limit)
    assert one[len(one) - end :] == other[len(other) - end :]
    assert end == most or one[-end - 1] != other[-end - 1]
