from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.exchange.escaping import inline, paragraphs, plain, right_to_left

NASTY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab 1.)-+#>=*_`~|$^&;:\\[]<!\"'{}@%\n\t\r", max_size=40),
    st.lists(
        st.sampled_from(
            ["---", "```", "\n", "\n\n", "> ", "- ", "1. ", "٣. ", "# ", "&amp;", "&#32;", "\\", "<!-- ", "-->",
             "</div>", "    ", "\t", "[!quote]", "[x]: y", "\u202e", "\u2067", "\u200f", "\u200c", "👩‍👩‍👧", "كِتَاب",
             "title: x", "==", "%%", "SolarWinds", "\x1b", "\u2028", "\x85", "\xa0"]
        ),
        max_size=12,
    ).map("".join),
)  # fmt: skip
UNRENDERABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""markdown-it writes U+FFFD for a reference to these, where CommonMark forbids only zero."""


def rendered(markdown: str) -> str:
    """Give the text a CommonMark renderer shows, line breaks as newlines and paragraphs as two."""
    page = MarkdownIt("commonmark").render(markdown)
    page = page.replace("<br />\n", "\n").removeprefix("<p>").removesuffix("</p>\n")
    assert "<" not in page.replace("</p>\n<p>", ""), page
    return html.unescape(page.replace("</p>\n<p>", "\n\n"))


@pytest.mark.parametrize("pandoc", [False, True])
@given(text=NASTY, breaks=st.booleans())
def test_paragraphs_come_back_byte_for_byte(text: str, pandoc: bool, breaks: bool) -> None:
    lines = paragraphs(text, pandoc=pandoc, breaks=breaks)
    assert not any("\n" in line or "\r" in line for line in lines)
    assert plain(lines) == text


@pytest.mark.parametrize("pandoc", [False, True])
@given(text=NASTY.filter(lambda text: not UNRENDERABLE.search(text)))
def test_a_renderer_shows_the_text_and_no_markup(text: str, pandoc: bool) -> None:
    lines = paragraphs(text, pandoc=pandoc)
    if lines:
        assert rendered("\n".join(lines)) == text


@given(text=NASTY)
def test_no_control_character_is_written(text: str) -> None:
    written = "\n".join(paragraphs(text))
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]", written
    )


@given(text=NASTY)
def test_inline_is_one_line_and_comes_back(text: str) -> None:
    line = inline(text)
    assert "\n" not in line
    assert plain([line]) == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("قال الرئيس.", ["قال الرئيس."]),
        ("واشنطن- يورو عربي | تحدث", [r"واشنطن- يورو عربي \| تحدث"]),
        ("بيت\nبيت", ["بيت\\", "بيت"]),
        ("فقرة\n\nفقرة", ["فقرة", "", "فقرة"]),
        ("أ\n\n\nب", ["أ\\", "\\", "\\", "ب"]),
        ("\nأ\n", ["&#10;أ&#10;"]),
        ("1550. بلدان", [r"1550\. بلدان"]),
        ("٣. بند", ["٣. بند"]),
        ("- بند", [r"\- بند"]),
        ("R&D و AT&T;", [r"R\&D و AT\&T;"]),
        ("ألف & باء", ["ألف & باء"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("\u202eabc", ["&#x202E;abc"]),
        ("==معلم== %%خفي%% ~~x~~ #وسم ^a $b$ 5=5 5%", [r"\=\=معلم\=\= \%\%خفي\%\% \~\~x\~\~ \#وسم \^a \$b\$ 5=5 5%"]),
    ],
)
def test_written_form(text: str, lines: list[str]) -> None:
    assert paragraphs(text) == lines


def test_pandoc_typography_is_kept_out() -> None:
    assert paragraphs("\"a\" -- b... @c 'd'", pandoc=True) == [r"\"a\" \-\- b\... \@c \'d\'"]
    assert paragraphs("a) b", pandoc=True) == [r"a\) b"]


def test_a_person_may_write_named_entities() -> None:
    assert plain(["a &amp; b &nosuch;"]) == "a & b &nosuch;"


def test_right_to_left() -> None:
    assert right_to_left("abc ש")
    assert not right_to_left("abc 1 . é")
