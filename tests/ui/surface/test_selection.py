"""What is dragged, clicked and typed is what is selected, in mixed lines, across paragraphs and while scrolling."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.annotation.model import Colour
from reader.document.model import Mark, MarkKind
from tests.ui.surface.desks import article_of, highlight, seed_article

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
MIXED = "فيما أثار “مسائل أخرى” في نظام SolarWinds، ثم عاد."


def point(surface, offset, *, after=False):
    """Return a point that means the border ``offset``: in the cluster that begins (or ends: ``after``) there."""
    _laid, line, y = surface._flow.find(offset, after=after)
    position = line.frame.position(offset)
    cluster = next(c for c in line.clusters if (c.end if after else c.start) == position)
    near, other = (cluster.trail, cluster.lead) if after else (cluster.lead, cluster.trail)
    x = near + (other - near) * 0.2
    return QPoint(round(surface.column()[0] + x), round(y + line.top + line.pitch / 2))


def inside(surface, offset):
    """Return the middle of the box of the cluster at ``offset``."""
    box = surface.span_boxes(offset, offset + 1)[0]
    return box.center().toPoint()


def drag(surface, start, end):
    """Drag with the left button from one point of the viewport to another, in steps."""
    view = surface.viewport()
    QTest.mousePress(view, LEFT, pos=start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(view, start + (end - start) * share)
    QTest.mouseRelease(view, LEFT, pos=end)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("words", ["SolarWinds", "نظام SolarWinds", "SolarWinds، ثم", "أخرى” في", "Winds، ث"])
def test_a_drag_selects_what_lies_between(show, words, backwards):
    surface = show(article_of(MIXED))
    start = MIXED.index(words)
    ends = point(surface, start), point(surface, start + len(words), after=True)
    drag(surface, *(reversed(ends) if backwards else ends))
    assert surface.selection() == (start, start + len(words))


def test_a_drag_across_paragraphs(show, seed_text, qtbot):
    surface = show(seed_article(seed_text))
    start, end = seed_text.index("البيت"), seed_text.index("التشاور")
    with qtbot.waitSignal(surface.selection_changed):
        drag(surface, point(surface, start), point(surface, end))
    assert surface.selection() == (start, end)
    assert not surface.selection_rect().isEmpty()


def test_a_drag_that_leaves_the_page_scrolls_on(show, seed_text, qtbot):
    surface = show(seed_article(seed_text), size=(700, 400))
    view = surface.viewport()
    start = seed_text.index("واشنطن")
    QTest.mousePress(view, LEFT, pos=point(surface, start))
    QTest.mouseMove(view, QPoint(300, 300))
    QTest.mouseMove(view, QPoint(300, 460))
    qtbot.waitUntil(lambda: surface.progress() > 0.9, timeout=5000)
    QTest.mouseRelease(view, LEFT, pos=QPoint(300, 460))
    first, last = surface.selection()
    assert first == start
    assert last > len(seed_text) * 0.85
    here = surface.position()
    qtbot.wait(80)
    assert surface.position() == here


def test_the_wheel_during_a_drag_selects_on(show, seed_text):
    surface = show(seed_article(seed_text), size=(700, 400))
    start = seed_text.index("واشنطن")
    QTest.mousePress(surface.viewport(), LEFT, pos=point(surface, start))
    QTest.mouseMove(surface.viewport(), QPoint(300, 250))
    before = surface.selection()
    surface.scroll_by(300)
    assert surface.selection()[0] == before[0] == start
    assert surface.selection()[1] > before[1] + 100
    QTest.mouseRelease(surface.viewport(), LEFT, pos=QPoint(300, 250))
    after = surface.selection()
    surface.scroll_by(100)
    assert surface.selection() == after


def test_everything_can_be_selected(show, seed_text):
    surface = show(seed_article(seed_text))
    QTest.keyClick(surface, Qt.Key.Key_A, CTRL)
    assert surface.selection() == (0, len(seed_text))
    assert surface.position()[1] == 0


@pytest.mark.parametrize(
    ("at", "word"),
    [("مسائل", "مسائل"), ("أخرى”", "أخرى"), ("SolarWinds،", "SolarWinds"), ("عاد.", "عاد"), ("نظام", "نظام")],
)
def test_a_double_click_takes_the_word_alone(show, at, word):
    surface = show(article_of(MIXED))
    start = MIXED.index(at)
    QTest.mouseDClick(surface.viewport(), LEFT, pos=inside(surface, start + 2))
    assert surface.selection() == (start, start + len(word))


def test_a_third_click_takes_the_paragraph(show, seed_text):
    surface = show(seed_article(seed_text))
    block = surface.desk.block(2)
    where = inside(surface, block.start + 20)
    QTest.mouseClick(surface.viewport(), LEFT, pos=where)
    QTest.mouseDClick(surface.viewport(), LEFT, pos=where)
    QTest.mouseClick(surface.viewport(), LEFT, pos=where)
    assert surface.selection() == (block.start, block.end)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_drag_after_a_double_click_goes_by_words(show, backwards):
    surface = show(article_of(MIXED))
    first, last = MIXED.index("مسائل"), MIXED.index("نظام")
    begin, end = (last, first) if backwards else (first, last)
    send(surface, QEvent.Type.MouseButtonDblClick, inside(surface, begin + 1))
    send(surface, QEvent.Type.MouseMove, inside(surface, end + 1))
    assert surface.selection() == (first, last + len("نظام"))


def send(surface, kind, where):
    """Send a mouse event with the left button held, as a drag after a double click does."""
    view = surface.viewport()
    place = where.toPointF()
    event = QMouseEvent(kind, place, view.mapToGlobal(place), LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def test_shift_click_extends_from_where_it_began(show):
    surface = show(article_of(MIXED))
    first, middle, last = 5, 10, 30
    QTest.mouseClick(surface.viewport(), LEFT, pos=point(surface, middle))
    QTest.mouseClick(surface.viewport(), LEFT, SHIFT, point(surface, last))
    assert surface.selection() == (middle, last)
    QTest.mouseClick(surface.viewport(), LEFT, SHIFT, point(surface, first))
    assert surface.selection() == (first, middle)


def test_a_set_selection_is_widened_to_whole_clusters(show):
    text = "قال مُحَمَّدٌ 👨‍👩‍👧 نعم"
    surface = show(article_of(text))
    start = text.index("م") + 1
    surface.set_selection(start, start + 2)
    assert surface.selection() == (text.index("م"), start + 3)
    family = text.index("👨")
    surface.set_selection(family + 1, family + 2)
    assert surface.selection() == (family, family + 5)


def test_a_click_says_what_was_clicked(show, qtbot):
    text = "نص فيه رابط وحاشية١ وتظليل هنا"
    link, note = text.index("رابط"), text.index("١")
    marks = (
        Mark(link, link + 4, MarkKind.LINK, "https://example.org/"),
        Mark(note, note + 1, MarkKind.NOTE_REFERENCE, "fn1"),
    )
    at = text.index("وتظليل")
    notes = [highlight(1, at, len(text)), highlight(2, at, at + 6, Colour.PINK)]
    surface = show(article_of(text, marks=marks), notes)
    view = surface.viewport()
    with qtbot.waitSignal(surface.link_activated, check_params_cb=lambda a: a == "https://example.org/"):
        QTest.mouseClick(view, LEFT, pos=inside(surface, link + 1))
    with qtbot.waitSignal(surface.footnote_activated, check_params_cb=lambda a: a == "fn1"):
        QTest.mouseClick(view, LEFT, pos=inside(surface, note))
    with qtbot.waitSignal(surface.annotation_clicked, check_params_cb=lambda a: a == notes[1].id):
        QTest.mouseClick(view, LEFT, pos=inside(surface, at + 2))
    with qtbot.assertNotEmitted(surface.annotation_clicked, wait=20):
        QTest.mouseClick(view, LEFT, pos=inside(surface, 1))
        drag(surface, inside(surface, at), inside(surface, at + 4))


def test_visual_keys_walk_every_stop_of_a_mixed_line_and_back(show):
    surface = show(article_of(MIXED, "سطر ثان"))
    surface.set_caret_mode(True)
    QTest.keyClick(surface, Qt.Key.Key_Home, CTRL)
    assert surface.caret() == 0
    xs, offsets = [surface.caret_rect().center().x()], [0]
    while surface.caret() <= len(MIXED) and len(xs) < 200:
        y = surface.caret_rect().top()
        QTest.keyClick(surface, Qt.Key.Key_Left)
        if surface.caret_rect().top() != y:
            break
        xs.append(surface.caret_rect().center().x())
        offsets.append(surface.caret())
    assert xs == sorted(xs, reverse=True)
    assert surface.caret() == len(MIXED) + 1
    assert len(set(offsets)) >= len(MIXED) - 1
    back = []
    for _ in xs:
        QTest.keyClick(surface, Qt.Key.Key_Right)
        back.append(surface.caret_rect().center().x())
    assert back == pytest.approx(list(reversed(xs)), abs=1)


def test_shift_and_control_select_by_word_to_the_left_in_arabic(show):
    surface = show(article_of(MIXED))
    QTest.keyClick(surface, Qt.Key.Key_Left, SHIFT | CTRL)
    assert surface.selection() == (0, len("فيما"))
    QTest.keyClick(surface, Qt.Key.Key_Left, SHIFT | CTRL)
    assert surface.selection() == (0, len("فيما أثار"))
    QTest.keyClick(surface, Qt.Key.Key_Right, SHIFT | CTRL)
    assert surface.selection() == (0, MIXED.index("أثار"))
    QTest.keyClick(surface, Qt.Key.Key_Escape)
    assert surface.selection() is None


def test_home_end_paragraph_and_document_keys(show, seed_text):
    surface = show(seed_article(seed_text))
    surface.set_caret_mode(True)
    second = surface.desk.block(1)
    surface.put_caret(surface.caret_at(inside(surface, second.start + 5)))
    line = surface._flow.find(second.start + 5)[1]
    QTest.keyClick(surface, Qt.Key.Key_End)
    assert surface.caret() == line.end - 1
    QTest.keyClick(surface, Qt.Key.Key_Home)
    assert surface.caret() == line.start
    QTest.keyClick(surface, Qt.Key.Key_Down, CTRL)
    assert surface.caret() == surface.desk.block(2).start
    QTest.keyClick(surface, Qt.Key.Key_Up, CTRL | SHIFT)
    assert surface.selection() == (second.start, surface.desk.block(2).start)
    QTest.keyClick(surface, Qt.Key.Key_End, CTRL)
    assert surface.caret() == surface.desk.block(surface.desk.block_count - 1).end
    assert surface.progress() == 1.0
    assert not surface.caret_rect().isEmpty()


def test_down_keeps_its_column_and_scrolls_with_the_caret(show, seed_text):
    surface = show(seed_article(seed_text), size=(700, 400))
    surface.set_caret_mode(True)
    QTest.keyClick(surface, Qt.Key.Key_Home, CTRL)
    for _ in range(8):
        QTest.keyClick(surface, Qt.Key.Key_Left)
    x = surface.caret_rect().center().x()
    for _ in range(12):
        QTest.keyClick(surface, Qt.Key.Key_Down)
        assert abs(surface.caret_rect().center().x() - x) < 26
        assert surface.viewport().rect().contains(surface.caret_rect())
    for _ in range(12):
        QTest.keyClick(surface, Qt.Key.Key_Up)
    assert abs(surface.caret_rect().center().x() - x) < 26
    assert surface.caret() < surface.desk.block(0).end


def test_page_keys_move_and_extend(show, seed_text):
    surface = show(seed_article(seed_text), size=(700, 400))
    QTest.keyClick(surface, Qt.Key.Key_Space)
    once = surface.position()[1]
    assert once > 0
    QTest.keyClick(surface, Qt.Key.Key_PageUp)
    assert surface.position()[1] == 0
    QTest.keyClick(surface, Qt.Key.Key_PageDown, SHIFT)
    assert surface.selection()[0] == 0
    assert surface.selection()[1] > 100


def test_a_key_that_is_not_of_the_page_is_left_to_the_window(show, qtbot):
    surface = show(article_of(MIXED))
    for key in (Qt.Key.Key_A, Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Delete):
        event = _key(key)
        surface.keyPressEvent(event)
        assert not event.isAccepted()


def _key(key):
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
