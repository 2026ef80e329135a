"""Verse: two hemistichs side by side, or staggered; the divider is a gap on the page and a part of the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from reader.document.model import BlockKind, Mark, MarkKind
from tests.ui.surface.desks import article_of, highlight

BAYT = ("الا یا ایها الساقی ادر کأسا و ناولها", "که عشق آسان نمود اول ولی افتاد مشکل ها")
SHORT = ("لعمر أبيك فلا تجزعن", "لقد ذهب الخير إلا قليلًا")


def poem(*bayts, divider="\n"):
    text = [divider.join(bayt) for bayt in bayts]
    article = article_of(*((body, BlockKind.VERSE) for body in text), language="fa")
    marks = []
    for block, bayt in zip(article.blocks, bayts, strict=True):
        gap = block.start + len(bayt[0])
        marks.append(Mark(gap, gap + len(divider), MarkKind.HEMISTICH_GAP))
    return replace(article, marks=tuple(marks))


def rows(surface):
    return [[(line.top, line.boxes(line.start, line.end)) for line in laid.lines] for laid, _ in surface._flow.visible]


@pytest.mark.parametrize("divider", ["\n", "   ", " *** ", "\t", "\n\n", "  \n \n\n "])
def test_hemistichs_stand_side_by_side_in_equal_columns(show, divider):
    surface = show(poem(BAYT, SHORT, divider=divider), size=(1000, 700))
    width = surface._flow.page.width
    for first, second in rows(surface):
        assert first[0] == second[0]
        assert first[1][-1][1] == pytest.approx(width, abs=1)
        assert second[1][0][0] == pytest.approx(0, abs=4)
        assert first[1][0][0] > second[1][-1][1] + 15
        assert first[1][0][0] >= width / 2
    for laid, _ in surface._flow.visible:
        assert divider.strip() not in {line.frame.text for line in laid.lines}


def test_they_are_staggered_where_the_page_is_narrow(show):
    surface = show(poem(BAYT), size=(560, 700))
    (first, second) = rows(surface)[0][0], rows(surface)[0][-1]
    page = surface._flow.page
    assert second[0] > first[0]
    assert first[1][-1][1] == pytest.approx(page.width, abs=1)
    assert second[1][-1][1] == pytest.approx(page.width - 2 * page.size, abs=1)


def test_a_drag_across_the_gap_selects_one_range(show):
    article = poem(BAYT, SHORT)
    surface = show(article, size=(1000, 700))
    start, end = article.text.index("ناولها"), article.text.index("عشق") + 3
    view = surface.viewport()
    begin = surface.span_boxes(start, start + 1)[0]
    finish = surface.span_boxes(end - 1, end)[0]
    from_here = QPoint(round(begin.right()) - 1, round(begin.center().y()))
    to_there = QPoint(round(finish.left()) + 1, round(finish.center().y()))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=from_here)
    QTest.mouseMove(view, to_there)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=to_there)
    assert surface.selection() == (start, end)
    boxes = surface.span_boxes(start, end)
    assert len(boxes) == 2
    assert boxes[0].left() - boxes[1].right() > 15


def test_a_highlight_over_both_has_a_box_in_each(show):
    surface = show(poem(BAYT), [highlight(1, 0, len("\n".join(BAYT)))], size=(1000, 700))
    shapes = [shape for laid, _ in surface._flow.visible for shape in _painted(surface, laid) if not shape.edge]
    assert len(shapes) == 2


def test_keys_go_from_one_hemistich_to_the_other(show):
    article = poem(BAYT, SHORT)
    surface = show(article, size=(1000, 700))
    surface.set_caret_mode(True)
    QTest.keyClick(surface, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(surface, Qt.Key.Key_End)
    assert surface.caret() == len(BAYT[0])
    QTest.keyClick(surface, Qt.Key.Key_Left)
    assert surface.caret() == len(BAYT[0]) + 1
    QTest.keyClick(surface, Qt.Key.Key_Down)
    second = article.blocks[1]
    assert second.start + len(SHORT[0]) < surface.caret() <= second.end


def _painted(surface, laid):
    surface.grab()
    return laid.shapes
