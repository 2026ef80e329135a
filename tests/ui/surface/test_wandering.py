"""Whatever a person does with wheel, bar, size and width: the page has no holes and keeps to its ends."""

from __future__ import annotations

import random

import pytest

from reader.document.model import BlockKind
from reader.ui.fonts import Typography
from reader.ui.surface.flow import PAD
from tests.ui.surface.desks import article_of, highlight

SENTENCE = "وقال البيت الأبيض في بيان إن الرئيس شكر الأمين العام (NATO) على قيادته الحازمة. "


def mixed_book():
    """Return an article of every kind of block, some of them long."""
    kinds = [
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE,
        BlockKind.CODE,
        BlockKind.RULE,
    ]
    parts = [("عنوان الكتاب", BlockKind.TITLE)]
    for number in range(120):
        kind = kinds[number % len(kinds)]
        length = 1 if kind in {BlockKind.HEADING, BlockKind.RULE} else 1 + number % 9
        parts.append((f"{number} {SENTENCE * length}", kind))
        if number % 10 == 0:
            row = [{"kind": BlockKind.TABLE_CELL, "row": number, "column": column} for column in range(3)]
            parts += [(f"خلية {number}", fields) for fields in row]
    parts.insert(60, (SENTENCE * 200, BlockKind.PARAGRAPH))
    return article_of(*parts)


def check(surface):
    """The visible pieces join, cover the viewport, and the scroll bar says where they are."""
    flow = surface._flow
    bottom = None
    for laid, y in flow.visible:
        assert bottom is None or y == pytest.approx(bottom)
        bottom = y + laid.height
    first, last = flow.visible[0], flow.visible[-1]
    assert first[1] <= PAD + 1
    assert first[1] <= 0 or first[0].piece.block == 0
    assert bottom >= flow.height - PAD - 1 or surface.verticalScrollBar().maximum() == 0
    assert bottom >= flow.height or last[0].piece.end == surface.desk.length
    assert 0 <= flow.value <= flow.maximum
    begin, end = surface.visible_range()
    assert 0 <= begin <= end <= surface.desk.length


@pytest.mark.parametrize("seed", range(6))
def test_wandering_about_a_mixed_book(show, seed):
    article = mixed_book()
    notes = [highlight(n, n * 200, n * 200 + 150) for n in range(len(article.text) // 200)]
    surface = show(article, notes)
    chance = random.Random(seed)
    steps = {
        "wheel": lambda: surface.scroll_by(chance.choice([-300, -40, 40, 300, 5000, -5000])),
        "bar": lambda: surface.verticalScrollBar().setValue(chance.randint(0, surface.verticalScrollBar().maximum())),
        "go": lambda: surface.go_to(chance.randint(0, surface.desk.length), at=chance.random()),
        "size": lambda: surface.set_typography(Typography(size=chance.choice([14, 22, 31]))),
        "width": lambda: surface.resize(chance.randint(260, 1300), chance.randint(120, 900)),
        "signs": lambda: surface.set_signs(chance.choice(["all", "letters"])),
        "page": lambda: surface.scroll_page(chance.choice([-1, 1])),
    }
    for _ in range(60):
        steps[chance.choice(list(steps))]()
        check(surface)
        if chance.random() < 0.2:
            surface.grab()
    surface.verticalScrollBar().setValue(surface.verticalScrollBar().maximum())
    check(surface)
    assert surface.progress() == 1.0


def test_reading_down_by_pages_passes_every_letter(show):
    surface = show(mixed_book(), size=(700, 500))
    reached = 0
    for _ in range(500):
        begin, end = surface.visible_range()
        assert begin <= reached + 1  # one line break between two blocks
        reached = max(reached, end)
        if surface.progress() == 1.0:
            break
        surface.scroll_page(1)
    assert reached == surface.desk.length
    assert surface._flow.heights._chars == surface.desk.length
