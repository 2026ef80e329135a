"""Verse divided by signs inside its lines, in any format."""

from __future__ import annotations

import pytest

from reader.document.model import BlockKind, MarkKind
from reader.formats import Hints, read
from reader.formats.verse import divider

FIRST = ("قفا نبك من ذكرى حبيب ومنزل", "بسقط اللوى بين الدخول فحومل")
SECOND = ("فتوضح فالمقراة لم يعف رسمها", "لما نسجتها من جنوب وشمأل")


@pytest.mark.parametrize("sign", [" ... ", " *** ", " … ", " / "])
def test_paragraphs_of_a_page(sign: str) -> None:
    page = f"<p>{FIRST[0]}{sign}{FIRST[1]}</p><p>{SECOND[0]}{sign}{SECOND[1]}</p><p>نثر بعد الشعر.</p>"
    article = read(page.encode(), Hints(name="a.html"))
    assert [block.kind for block in article.blocks] == [BlockKind.VERSE, BlockKind.VERSE, BlockKind.PARAGRAPH]
    assert [(mark.kind, article.text[mark.start : mark.end]) for mark in article.marks] == [
        (MarkKind.HEMISTICH_GAP, sign)
    ] * 2


def test_one_line_alone_may_be_chance() -> None:
    article = read(f"<p>{FIRST[0]} ... {FIRST[1]}</p><p>نثر طويل لا يقسمه شيء.</p>".encode(), Hints(name="a.html"))
    assert {block.kind for block in article.blocks} == {BlockKind.PARAGRAPH}
    assert not article.marks


def test_a_poem_with_line_breaks() -> None:
    article = read(f'<p class="poem">{FIRST[0]}<br>{FIRST[1]}</p>'.encode(), Hints(name="a.html"))
    assert article.blocks[0].kind is BlockKind.VERSE
    assert [article.text[mark.start : mark.end] for mark in article.marks] == ["\n"]


def test_unequal_halves_are_no_verse() -> None:
    assert divider(f"{FIRST[0]} ... نعم") is None
    assert divider("a ... b ... c " * 4) is None
