from __future__ import annotations

import pytest

from reader.document.model import Locator, LocatorKind, Metadata
from reader.exchange.citation import citation

BOOK = Metadata(
    title="رسالة الغفران",
    author="المعري",
    place="القاهرة",
    publisher="دار المعارف",
    edition="ط ٩",
    year="1950",
    calendar="gregorian",
)
PAGES = [
    Locator(0, LocatorKind.PAGE, "1:12"),
    Locator(40, LocatorKind.PAGE, "2:7"),
    Locator(41, LocatorKind.VERSE, "٣"),
]


def bare(said: str) -> str:
    return said.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("plain", "المعري، «رسالة الغفران»"),
        ("chicago", "المعري، «رسالة الغفران»، القاهرة, دار المعارف، 1950 م"),
        ("footnote", "المعري، «رسالة الغفران»، فصل، ط ٩، القاهرة, دار المعارف، 1950 م"),
    ],
)
def test_each_style_says_what_is_known_in_its_order(style: str, expected: str) -> None:
    assert bare(citation(BOOK, style, section="فصل")) == expected


def test_every_part_is_isolated() -> None:
    assert citation(Metadata(author="Knuth", title="مقال"), "plain") == "\u2068Knuth\u2069، \u2068«مقال»\u2069"


@pytest.mark.parametrize(
    ("offset", "language", "rtl", "expected"),
    [
        (39, "ar", True, "ج 1، ص 12"),
        (40, "ar", True, "ج 2، ص 7"),
        (50, "fa", True, "ج 2، ص 7 ٣"),
        (40, "he", True, "כרך 2, עמ׳ 7"),
        (40, "en", False, "vol. 2, p. 7"),
    ],
)
def test_the_printed_page_is_the_one_of_the_passage_in_the_words_of_its_script(
    offset: int, language: str, rtl: bool, expected: str
) -> None:
    said = citation(Metadata(), "plain", locators=PAGES, offset=offset, language=language, rtl=rtl)
    assert bare(said) == expected


def test_nothing_known_says_nothing() -> None:
    assert citation(Metadata(), "footnote") == ""
