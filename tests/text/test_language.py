from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
import regex

from reader.text.language import guess_language, script_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("هذه مكتبة كبيرة في المدينة", "ar"),
        ("این کتاب را می‌خوانم", "fa"),
        ("یہ کتاب میں نے پڑھی ہے", "ur"),
        ("בראשית ברא אלהים", "he"),
        ("דער ייִדישער פֿאָלק און די שפּראַך", "yi"),
        ("دا زما کور دی او زه دلته اوسېږم", "ps"),
        ("ئەم کتێبە زۆر باشە", "ckb"),
        ("The house of the king", "en"),
        ("La maison du roi", ""),
        ("ܫܠܡܐ", "syr"),
        ("", ""),
        ("123 !", ""),
        ("سلام", "ar"),
    ],
)
def test_guess(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_guess_on_real_texts(corpus: Path, seed_text: str) -> None:
    assert guess_language(seed_text) == "ar"
    assert guess_language((corpus / "persian-poems" / "hafez.txt").read_text(encoding="utf-8")) == "fa"
    assert guess_language((corpus / "urdu-verse" / "ghalib.txt").read_text(encoding="utf-8")) == "ur"
    for case in sorted((corpus / "reanchor").glob("[0-9]*/new.txt")):
        expected = next(part for part in case.parent.name.split("-") if part in {"ar", "fa"})
        assert guess_language(case.read_text(encoding="utf-8")) == expected, case.parent.name


@pytest.mark.parametrize("code", ["Arab", "Hebr", "Latn", "Syrc", "Thaa"])
def test_script_of_every_letter_of_the_scripts_that_matter(code: str) -> None:
    named = regex.compile(rf"\p{{Script={code}}}")
    for number in range(0x1C80):
        character = chr(number)
        if unicodedata.category(character) in {"Lo", "Lu", "Ll"}:
            assert (script_of(character) == code) == (named.match(character) is not None), hex(number)


def test_common_and_inherited() -> None:
    assert {script_of(character) for character in " 1،؛؟ـ«"} == {"Zyyy"}
    assert script_of("\u064e") == "Zinh"
    assert script_of("٥") == "Arab"
