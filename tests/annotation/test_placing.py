"""A place has to be won: what stands where a deleted passage stood may be its like, or a copy of it."""

from __future__ import annotations

from reader.annotation.anchoring import reanchor
from reader.annotation.model import Status, Target

SCHOOL = "زرنا السوق القديم صباحا ثم عدنا إلى المدرسة.\n"
LETTER = "كتب المعلم رسالة طويلة عن تاريخ المدرسة.\n"
EVENING = "وفي المساء جلس الجميع حول النار يسمعون حكايات الجدة.\n"
ROAD = "كان الطريق وعرا والمطر لا ينقطع عن السهول.\n"


def target(text: str, quote: str, before: str = "") -> Target:
    start = text.index(quote, text.index(before) + len(before))
    end = start + len(quote)
    return Target(start, end, quote, text[max(0, start - 32) : start], text[end : end + 32])


def status(old: str, new: str, wanted: Target) -> Status:
    return reanchor([wanted], old, new)[0].status


def test_the_last_word_of_a_line_is_not_that_of_the_line_in_its_place() -> None:
    old = SCHOOL + ROAD + LETTER + EVENING
    new = SCHOOL + ROAD + SCHOOL + EVENING
    assert status(old, new, target(old, "المدرسة", "عن تاريخ")) == Status.ORPHAN
    assert status(old, new, target(old, "المدرسة")) == Status.EXACT


def test_of_two_alike_side_by_side_the_one_cut_is_not_the_one_that_now_stands_before_its_neighbour() -> None:
    first, second = "وما أدراك ما يوم الدين\n", "ثم ما أدراك ما يوم الدين\n"
    following = "يوم لا تملك نفس لنفس شيئا والأمر يومئذ لله\n"
    old = ROAD + first + second + following
    new = ROAD + EVENING + first + following
    assert status(old, new, target(old, "أدراك ما يوم الدين", "ثم ما")) == Status.ORPHAN


def test_the_end_of_a_row_of_equal_words_belongs_to_the_row_that_stayed() -> None:
    one = "const one = [null, null, null, null, null, null];\n"
    two = "const two = ['X', null, null, null, null, null];\n"
    remark = "// now the first of them is as it was before\n"
    old = ROAD + one + two + remark + LETTER
    new = ROAD + one + remark + LETTER
    assert status(old, new, target(old, "null];\n//")) == Status.ORPHAN
