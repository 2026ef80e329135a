from __future__ import annotations

import html
import json
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.annotation.model import Annotation, Colour, Placement, Status, Style, Target
from reader.document.model import Direction, Locator, LocatorKind, Metadata
from reader.errors import ExchangeError
from reader.exchange.markdown import ORPHANS, Flavor, parse, render
from reader.exchange.model import Entry, Export

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECES = [
    "---",
    "\n---\n",
    "```",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "# ",
    "&#32;",
    "\\",
    "<!-- hamish",
    "-->",
    "</div>",
    "    ",
    "[!quote]",
    "^h-1",
    ":::",
    "*yellow*",
    "\u202e",
    "\u2067",
    "\u200c",
    "👩\u200d👩\u200d👧",
    "كِتَاب",
    "title: x\n",
    "SolarWinds",
    "\r",
    "\x85",
    "<!-- h-1 -->",
    "* a",
    "{#h-1}",
    "\ufeff",
    "> [!note]",
]
NASTY = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
TIMES = st.sampled_from(["", "2026-11-23T14:26:51.123Z"])


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    start = draw(st.integers(0, 9999))
    placement = Placement(start, start + draw(st.integers(0, 99)), draw(st.sampled_from(Status)), draw(st.floats(0, 1)))
    target = Target(
        draw(st.integers(0, 9999)), draw(st.integers(0, 9999)), draw(NASTY.filter(bool)), draw(NASTY), draw(NASTY), "ab"
    )
    return Annotation(
        id=str(draw(st.uuids(version=4))),
        article="a1",
        target=target,
        placement=placement,
        colour=draw(st.sampled_from(Colour)),
        style=draw(st.sampled_from(Style)),
        note=draw(NASTY),
        note_direction=draw(st.sampled_from(["rtl", "ltr", "auto"])),
        tags=tuple(draw(st.lists(NASTY, max_size=3))),
        created=draw(TIMES),
        modified=draw(TIMES),
        client=draw(st.sampled_from(["", "cli"])),
    )


@st.composite
def exports(draw: st.DrawFn) -> Export:
    chosen = draw(st.lists(annotations(), min_size=1, max_size=4, unique_by=lambda annotation: annotation.id))
    return Export(
        article="a1",
        metadata=Metadata(title=draw(NASTY), author=draw(NASTY), publisher=draw(NASTY)),
        language=draw(st.sampled_from(["ar", "he", "", "no"])),
        direction=draw(st.sampled_from([Direction.RTL, Direction.LTR])),
        source=draw(NASTY),
        added=draw(TIMES),
        tags=tuple(draw(st.lists(NASTY, max_size=2))),
        sha256="ab",
        entries=tuple(
            Entry(annotation, tuple(draw(st.lists(NASTY, max_size=2))), (Locator(0, LocatorKind.PAGE, draw(NASTY)),))
            for annotation in chosen
        ),
    )


def quotes(markdown: str) -> Sequence[str]:
    """Give the text of every quotation as CommonMark renders it."""
    body = markdown.split("\n---\n", 1)[1]
    page = MarkdownIt("commonmark").render(body)
    found = re.findall(r"<blockquote>\n<p>(.*?)</p>\n</blockquote>", page, re.DOTALL)
    return [html.unescape(quote.replace("<br />\n", "\n").replace("</p>\n<p>", "\n\n")) for quote in found]


@pytest.mark.parametrize("flavor", Flavor)
@given(export=exports())
@settings(max_examples=50)
def test_our_own_export_comes_back_byte_for_byte(flavor: Flavor, export: Export) -> None:
    batch = parse(render(export, flavor))
    assert batch.annotations == tuple(entry.annotation for entry in (*export.placed, *export.orphans))
    wanted = ("a1", export.title, export.source, "ab")
    assert (batch.article, batch.title, batch.source, batch.sha256) == wanted


@pytest.mark.parametrize("flavor", [Flavor.PLAIN, Flavor.GITHUB])
@given(export=exports())
@settings(max_examples=50)
def test_a_renderer_shows_every_quote_unchanged(flavor: Flavor, export: Export) -> None:
    # markdown-it refuses references to control characters, where CommonMark refuses zero only.
    refused = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
    shown = quotes(render(export, flavor))
    wanted = [entry.annotation.target.exact for entry in (*export.placed, *export.orphans)]
    assert len(shown) == len(wanted)
    for quote, exact in zip(shown, wanted, strict=True):
        assert quote == exact or refused.search(exact)


@pytest.mark.parametrize("flavor", Flavor)
def test_arabic_and_latin_metadata_never_share_a_line(export: Export, flavor: Flavor) -> None:
    body = render(export, flavor).split("\n---\n", 1)[1]
    for line in body.split("\n"):
        scripts = {unicodedata.name(letter, "").split()[0] for letter in line if letter.isalpha()}
        if {"ARABIC", "LATIN"} <= scripts:
            assert line == "> الأمريكية في نظام\u00a0SolarWinds."


@pytest.mark.parametrize("flavor", Flavor)
def test_no_control_character_inside_a_quote(export: Export, flavor: Flavor) -> None:
    first = export.entries[0]
    hidden = replace(first.annotation, target=replace(first.annotation.target, exact="قبل\u202eabc\u200fبعد\u2069"))
    markdown = render(replace(export, entries=(replace(first, annotation=hidden),)), flavor)
    assert "> قبل&#x202E;abc&#x200F;بعد&#x2069;\n" in markdown
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", markdown)


def test_plain_as_a_whole(export: Export) -> None:
    markdown = render(export)
    assert markdown.partition("<!-- hamish\n")[0] == (
        """---
title: "بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي"
source: "seeds/000_7ea65c7fb41ba78a.txt"
author: ""
site: "يورو عربي"
lang: ar
direction: rtl
dir: rtl
created: 2026-11-23
tags:
  - "أخبار"
---

# بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي

## الباب الأول

> واشنطن- يورو عربي \\| تحدث

المصدر: يورو عربي

*yellow, page 1:23, 2026-11-23*

#خبر #حلف_الناتو

#news

<!-- h-00000000-0000-4000-8000-000000000001 -->

### فصل

> الأمريكية في نظام\u00a0SolarWinds.
>
> إضافة لتقارير

See \\*SolarWinds\\*\\
\\---&#32;

\\> 2020

*pink, underline, 2026-11-23*

*البقرة ٢*

<!-- h-00000000-0000-4000-8000-000000000002 -->

## Passages not found in the text

> اترك رد

*yellow, 2026-11-23*

<!-- h-00000000-0000-4000-8000-000000000003 -->

"""
    )


def test_the_data_stays_hidden_whatever_stands_in_it(export: Export) -> None:
    first = export.entries[0].annotation
    sly = replace(first, target=replace(first.target, prefix="--> <b>", suffix="\n-->\n"), tags=("-->", "<!--"))
    markdown = render(replace(export, entries=(Entry(sly),)))
    page = MarkdownIt("commonmark").render(markdown.partition("\n---\n")[2])
    shown = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    assert "prefix" not in shown
    assert "start" not in shown
    assert shown.rstrip().endswith("</p>")
    assert parse(markdown).annotations == (sly,)


def test_frames_of_the_other_flavors(export: Export) -> None:
    obsidian = render(export, Flavor.OBSIDIAN)
    assert "> [!quote]\n> واشنطن- يورو عربي \\| تحدث\n\n^h-00000000-0000-4000-8000-000000000001\n\nالمصدر" in obsidian
    assert "\\\n" not in obsidian
    github = render(export, Flavor.GITHUB)
    assert '\n---\n\n<div dir="rtl" lang="ar">\n\n# ' in github
    assert '\n\n<div dir="ltr">\n\nSee \\*SolarWinds\\*' in github
    assert "\n\n</div>\n\n<!-- hamish\n" in github
    assert MarkdownIt("commonmark").render(github).count("<blockquote>") == 3
    pandoc = render(export, Flavor.PANDOC)
    assert "::: {#h-00000000-0000-4000-8000-000000000002 .pink}\n\n> الأمريكية" in pandoc
    assert "\n\n::: {dir=ltr}\n\nSee" in pandoc
    assert "\n# " not in pandoc


def test_front_matter_is_yaml_whatever_the_title(export: Export) -> None:
    title = 'a: "b" # c\n\u202e\\ no'
    markdown = render(replace(export, language="no", metadata=replace(export.metadata, title=title)))
    lines = markdown.split("\n---\n")[0].split("\n")
    assert lines[1] == 'title: "a: \\"b\\" # c\\n\\u202e\\\\ no"'
    assert 'lang: "no"' in lines
    assert json.loads(lines[1].removeprefix("title: ")) == title


def test_an_article_without_a_title_goes_by_its_file(export: Export) -> None:
    for source, name in (("/a/شعر.txt", "شعر.txt"), ("C:\\b\\c.txt", "c.txt"), ("https://a.b/news/", "news"), ("", "")):
        nameless = replace(export, metadata=replace(export.metadata, title=""), source=source)
        assert parse(render(nameless)).title == name
        assert (f"\n# {name}\n" in render(nameless)) is bool(name)


def test_a_first_heading_that_repeats_the_title_is_left_out(export: Export) -> None:
    first = replace(export.entries[0], sections=(export.title, "الباب الأول"))
    markdown = render(replace(export, entries=(first, *export.entries[1:])))
    assert markdown.count(f"# {export.title}\n") == 1
    assert "\n\n## الباب الأول\n\n" in markdown


def test_orphans_stand_apart(export: Export) -> None:
    before, after = render(export).split(f"## {ORPHANS}")
    assert "> اترك رد" in after
    assert "> اترك رد" not in before
    assert ORPHANS not in render(replace(export, entries=export.entries[:2]))


def test_what_a_person_changed_in_the_file_counts(export: Export) -> None:
    markdown = render(export).replace("المصدر: يورو عربي\n", "ملاحظة **أخرى** & جديدة\n- بند\n").replace("\n", "\r\n")
    first = parse("\ufeff" + markdown).annotations[0]
    assert first.note == "ملاحظة **أخرى** & جديدة\n- بند"
    assert replace(first, note=export.entries[0].annotation.note) == export.entries[0].annotation


def test_a_file_without_its_data_still_gives_quotes_and_notes(export: Export) -> None:
    markdown = render(export).partition("<!-- hamish\n")[0]
    batch = parse(markdown)
    assert [annotation.target.exact for annotation in batch.annotations] == [
        entry.annotation.target.exact for entry in export.entries
    ]
    assert [annotation.note for annotation in batch.annotations] == [entry.annotation.note for entry in export.entries]
    assert [annotation.colour for annotation in batch.annotations] == ["yellow", "pink", "yellow"]
    assert {annotation.placement for annotation in batch.annotations} == {Placement(0, 0, Status.ORPHAN, 0.0)}
    assert batch.annotations[1].id == export.entries[1].annotation.id


def test_damaged_data_is_as_good_as_none(export: Export) -> None:
    markdown = render(export)
    lines = markdown.split("\n")
    record = next(index for index, line in enumerate(lines) if line.startswith('{"id"'))
    for damage in ("{", "[1]", '{"id": 3}', lines[record].replace('"start": ', '"start": 99999'), "null"):
        broken = parse("\n".join([*lines[:record], damage, *lines[record + 1 :]])).annotations
        assert broken[0].target.exact == export.entries[0].annotation.target.exact
        assert broken[0].placement.status is Status.ORPHAN
        assert broken[1] == export.entries[1].annotation


@pytest.mark.parametrize("text", ["", "---\ntitle: x\n---\n\nنص بلا اقتباس\n", "---"])
def test_a_file_without_a_quote_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError, match="no quoted passage"):
        parse(text)
