from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.annotation.model import Annotation, Placement, Target
from reader.document.model import Direction, Metadata
from reader.exchange.markdown import Flavor, parse, render
from reader.exchange.model import Entry, Export
from reader.exchange.note_text import CLOSING, OPENING, is_markdown

PIECES = [
    *("**", "*", "_", "`", "~~", "==", "[", "](https://a.b)", "[[", "]]", "- ", "* ", "+ ", "1. ", "2) ", "\n", "\n\n"),
    *("  ", "مهم", "كلمة ", "abc ", "\\", "<", "&amp;", "!", "#", " x", ">"),
]
NOTES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def export_of(*notes: str) -> Export:
    annotations = [
        Annotation(f"id-{n}", "a", Target(n, n + 3, "نصّ مقتبس"), Placement(n, n + 3), note=note)
        for n, note in enumerate(notes)
    ]
    return Export("a", Metadata("عنوان"), "ar", Direction.RTL, entries=tuple(map(Entry, annotations)))


@pytest.mark.parametrize("flavor", Flavor)
@given(notes=st.lists(NOTES, min_size=1, max_size=3))
def test_notes_come_back_byte_for_byte(flavor: Flavor, notes: list[str]) -> None:
    assert [annotation.note for annotation in parse(render(export_of(*notes), flavor)).annotations] == notes


@given(note=NOTES.filter(is_markdown))
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_a_note_means_in_the_file_what_it_means_in_the_margin(note: str) -> None:
    shown = MarkdownIt("commonmark", {"breaks": True}).render(note)
    page = MarkdownIt("commonmark").render(render(export_of(note, "بعدها")).partition("\n---\n\n")[2])
    assert f"{OPENING}\n{shown}{CLOSING}\n<p><em>yellow</em></p>\n" in page
    assert page.count("<blockquote>") == 2
    assert page.count("<p>بعدها</p>") == 1


@pytest.mark.parametrize(
    "note",
    [
        "**مهم** جدا",
        "- أول\n- ثان\nتابع",
        "1. أول\n2. ثان",
        "قبل `كود` بعد\nسطر *مائل*",
        "[اسم](https://a.b)",
        "==معلم==",
    ],
)
def test_markdown_of_a_person_stays_markdown(note: str) -> None:
    assert is_markdown(note)
    lines = render(export_of(note)).split("\n")
    inside = lines[lines.index(OPENING) + 2 : lines.index(CLOSING) - 1]
    assert [line.removesuffix("  ") for line in inside] == note.split("\n")


@pytest.mark.parametrize(
    "note",
    [
        "نص بلا علامات.",
        "```\nكود",
        "**a**\n---",
        "# عنوان **a**",
        "> اقتباس *a*",
        "<!-- **a**",
        "*a*\n<div>",
        "%% **a**",
        "$$ *a*",
        "[a]: https://b",
        "**a** \u202e",
        " **a**",
        "**a**\n",
        "**a**\\",
        "**a**\n\n\nb",
        "**a**\n    code",
        "::: *a*",
        "| *a* |",
        CLOSING + " *a*",
    ],
)
def test_what_would_reach_beyond_the_note_is_escaped(note: str) -> None:
    markdown = render(export_of(note))
    assert OPENING not in markdown
    assert parse(markdown).annotations[0].note == note


def test_the_direction_of_a_markdown_note_is_kept() -> None:
    export = export_of("**see** this")
    entry = export.entries[0]
    marked = replace(export, entries=(replace(entry, annotation=replace(entry.annotation, note_direction="ltr")),))
    for flavor, frame in ((Flavor.GITHUB, '<div dir="ltr">'), (Flavor.PANDOC, "::: {dir=ltr}")):
        markdown = render(marked, flavor)
        assert f"{frame}\n\n{OPENING}\n\n**see** this\n\n{CLOSING}\n\n" in markdown
        assert parse(markdown).annotations[0] == marked.entries[0].annotation
