"""What a screen reader is told: by Qt's own objects here, and over the accessibility bus by a real client."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QAccessible

from reader.document.model import Block, BlockKind
from reader.ui.surface import accessible
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "عنوان\nقالت 😀 مُحَمَّدٌ بن عيسى\nThe end"


@pytest.fixture
def document(show: Callable[..., Any]) -> Any:
    article = article_of(TEXT)
    title, *rest = article.blocks
    blocks = (Block(title.start, title.end, BlockKind.HEADING, level=2), *rest[:-1])
    last = Block(rest[-1].start, rest[-1].end, language="en")
    surface = show(article_of(TEXT, blocks=(*blocks, last)))
    return accessible._Document(surface)


def test_blocks_are_children_with_role_level_and_language(document: Any) -> None:
    assert document.childCount() == 3
    heading, paragraph, english = (document.child(index) for index in range(3))
    assert heading.role() == QAccessible.Role.Heading
    assert heading._attributes.attributeValue(QAccessible.Attribute.Level) == 2
    assert paragraph.role() == QAccessible.Role.Paragraph
    assert QAccessible.Attribute.Level not in paragraph._attributes.attributeKeys()
    assert paragraph._attributes.attributeValue(QAccessible.Attribute.Locale).name().startswith("ar")
    assert english._attributes.attributeValue(QAccessible.Attribute.Locale).name().startswith("en")
    assert document.indexOfChild(paragraph) == 1
    assert document.child(3) is None


def test_offsets_of_a_block_are_utf_16_units(document: Any) -> None:
    block = document.child(1)
    text = block._interface
    line = TEXT.split("\n")[1]
    assert text.characterCount() == len(line) + 1
    assert text.text(0, text.characterCount()) == line
    assert text.text(5, 7) == "😀"
    start = TEXT.index("مُحَمَّدٌ")
    assert block.from_stored(start) == 8
    assert block.to_stored(8) == start
    text.setCursorPosition(8)
    assert document.surface.caret() == start
    assert text.cursorPosition() == 8
    assert document.child(0)._interface.cursorPosition() == -1
    text.addSelection(8, 17)
    assert document.surface.selection() == (start, start + 9)
    text.removeSelection(0)
    assert document.surface.selection() is None


def test_boxes_of_letters_lie_on_the_screen_inside_their_block(document: Any) -> None:
    block = document.child(1)
    rect = block._interface.characterRect(0)
    assert not rect.isEmpty()
    assert block.rect().contains(rect)
    assert block._interface.offsetAtPoint(rect.center()) == 0
    assert document.childAt(rect.center().x(), rect.center().y()) is block


def test_a_screen_reader_on_the_bus(on_screen: Callable[..., str], programs: Callable[..., None]) -> None:
    programs("dbus-run-session")
    seen = json.loads(on_screen("surface/screen_reader_session.py").splitlines()[-1])
    assert seen["name"] == seen["title"] == "بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي"
    assert seen["roles"] == ["heading", "paragraph", "paragraph"]
    assert seen["level"]["level"] == "1"
    assert seen["locale"].startswith("ar")
    assert seen["count"] > 5
    assert seen["note"] == ["SolarWinds", "Yellow; شركة"]
    assert seen["word"][0] == "SolarWinds"
    assert seen["line"] is True
    assert min(seen["box"][2:]) > 0
    assert seen["selection"] is True
    assert seen["caret"] == len("SolarWinds")
    assert seen["entered"] == "Yellow; شركة"
    assert seen["moved"] == 3
    assert seen["status"] == 0
