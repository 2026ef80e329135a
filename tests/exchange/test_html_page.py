from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotation.model import Annotation, Placement, Target
from reader.document.model import Direction, Metadata
from reader.errors import ExchangeError
from reader.exchange.html_page import parse, render
from reader.exchange.model import Entry, Export

NASTY = st.text(alphabet="اب\u202e<>&\"'-!/script \n\r`*_", max_size=30)


class Page(HTMLParser):
    """Collect the text of the quotations, and every tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.quotes: list[str] = []
        self.tags: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "mark":
            self.inside = True
            self.quotes.append("")
        elif tag == "br" and self.inside:
            self.quotes[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.quotes[-1] += data


@given(quotes=st.lists(NASTY.filter(bool), min_size=1, max_size=3), note=NASTY, tag=NASTY, title=NASTY)
def test_the_page_shows_every_quote_and_comes_back(quotes: list[str], note: str, tag: str, title: str) -> None:
    annotations = [
        Annotation(
            f"0000000{n}-0000-4000-8000-000000000000", "a", Target(n, n + 1, quote), Placement(n, n + 1), note=note
        )
        for n, quote in enumerate(quotes)
    ]
    annotations[0] = replace(annotations[0], tags=(tag,))
    export = Export("a", Metadata(title), "ar", Direction.RTL, source="s", entries=tuple(map(Entry, annotations)))
    text = render(export)
    page = Page(text)
    assert page.quotes == quotes
    assert page.tags.count("script") == 1
    assert page.tags.count("blockquote") == len(quotes)
    assert parse(text).annotations == tuple(annotations)


def test_direction_language_colours_and_notes(export: Export) -> None:
    page = render(export)
    assert '<html dir="rtl" lang="ar">' in page
    assert '<mark class="yellow">واشنطن- يورو عربي | تحدث</mark>' in page
    assert '<mark class="pink underline">الأمريكية في نظام\u00a0SolarWinds.<br><br>إضافة لتقارير</mark>' in page
    assert '<div class="note" dir="ltr">See *SolarWinds*<br>--- <br><br>&gt; 2020</div>' in page
    assert '<p class="facts" dir="ltr"><bdi>yellow</bdi>, <bdi>page 1:23</bdi>, <bdi>2026-11-23</bdi></p>' in page
    assert "<h2>الباب الأول</h2>" in page
    assert page.index("Passages not found in the text") < page.index("اترك رد")
    assert not re.search(r"(?:src|href)=|https?://(?!www\.w3\.org)", page)


def test_a_note_that_is_markdown_is_set(export: Export) -> None:
    entry = export.entries[0]
    noted = replace(entry, annotation=replace(entry.annotation, note="**مهم**\n- بند"))
    assert "<strong>مهم</strong>" in html.unescape(render(replace(export, entries=(noted,))))


@pytest.mark.parametrize("text", ["", "<p>نص</p>", '<script type="application/ld+json">{}</script>'])
def test_a_page_without_notes_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError):
        parse(text)
