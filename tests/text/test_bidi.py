from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.bidi import FSI, LRI, PDI, RLI, document_direction, first_strong, isolate, paragraph_direction
from reader.text.bidi import strip_isolates as stripped
from tests.text.alphabet import ANYTHING, TEXTS

if TYPE_CHECKING:
    from pathlib import Path


def test_base_direction_of_every_row_of_bidi_character_test(corpus: Path) -> None:
    count = 0
    for line in (corpus / "ucd15" / "BidiCharacterTest.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        characters, asked, level = line.split(";")[:3]
        text = "".join(chr(int(code, 16)) for code in characters.split())
        given_direction = {"0": "ltr", "1": "rtl"}.get(asked)
        found = given_direction or paragraph_direction(text)
        assert (found == "rtl") == (level == "1"), line
        count += 1
    assert count == 91_707


@pytest.mark.parametrize("text", ["SolarWinds ناتو", "ناتو x", "123 ناتو", "12", "אב x", f"{RLI}א{PDI}a", f"{RLI}אa"])
def test_first_strong_as_python_bidi_finds_it(text: str) -> None:
    from bidi import get_base_level

    expected = "rtl" if get_base_level(text) == 1 else "ltr"
    assert paragraph_direction(text) == expected


@given(TEXTS)
def test_auto_is_first_strong_or_left_to_right(text: str) -> None:
    assert paragraph_direction(text) == {"rtl": "rtl"}.get(first_strong(text), "ltr")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("«SolarWinds» نظام تتبعه الشركات", "rtl"),
        ("SolarWinds", "rtl"),
        ("* * *", "rtl"),
        ("2020", "rtl"),
        ("https://example.org/some/long-address", "rtl"),
        ("write to someone@example.org", "ltr"),
        ("This is a sentence.", "ltr"),
        ("The whole of this quoted paragraph is English but for one word, namely كتاب, and goes on.", "ltr"),
        ("قال: This is a sentence in English", "rtl"),
        ("", "rtl"),
    ],
)
def test_paragraphs_of_a_right_to_left_document(text: str, direction: str) -> None:
    assert paragraph_direction(text, "rtl") == direction


@pytest.mark.parametrize(
    ("text", "direction"), [("The word كتاب means book", "ltr"), ("هذا كله عربي (so to say)", "rtl"), ("1", "ltr")]
)
def test_paragraphs_of_a_left_to_right_document(text: str, direction: str) -> None:
    assert paragraph_direction(text, "ltr") == direction


def test_documents(corpus: Path, seed_text: str) -> None:
    assert document_direction(seed_text) == "rtl"
    for case in sorted((corpus / "reanchor").glob("*/new.txt")):
        assert document_direction(case.read_text(encoding="utf-8")) == "rtl", case.parent.name
    assert document_direction("An article in English that names كتاب once or twice.") == "ltr"
    assert document_direction("SolarWinds: ما حدث في هذا الهجوم") == "rtl"
    assert document_direction("") == "rtl"
    assert document_direction("你好") == "ltr"


def test_a_long_document_is_weighed_by_parts() -> None:
    assert document_direction("word " * 100_000 + "كلمة " * 10) == "ltr"
    assert document_direction("a " + "كلمة " * 200_000) == "rtl"


@given(TEXTS | ANYTHING, st.sampled_from(["rtl", "ltr", "auto"]))
def test_an_isolate_is_balanced_and_keeps_the_text(text: str, direction: str) -> None:
    made = isolate(text, direction)
    assert made[0] == {"rtl": RLI, "ltr": LRI, "auto": FSI}[direction]
    depth = 0
    for at, character in enumerate(made):
        depth += character in {LRI, RLI, FSI}
        depth -= character == PDI
        assert depth > 0 or at == len(made) - 1
    assert depth == 0
    assert stripped(made) == stripped(text)


def test_a_paragraph_is_judged_by_its_beginning() -> None:
    assert paragraph_direction("word " * 10_000 + "كلمة " * 100_000, "rtl") == "ltr"
    assert paragraph_direction("كلمة " * 10_000 + "word " * 100_000, "ltr") == "rtl"
    assert paragraph_direction("1 " * 10_000 + "كلمة") == "rtl"


def test_long_lines_without_spaces_end() -> None:
    for line in ("a" * 300_000, "a@" * 100_000, "a://" * 80_000, "\u2068" * 300_000):
        assert paragraph_direction(line, "rtl") in {"rtl", "ltr"}
        assert document_direction(line) in {"rtl", "ltr"}
