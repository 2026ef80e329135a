from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from reader import annotate
from reader.annotation.model import Annotation, Colour, Placement, Style, Target
from reader.ui.hidden import Hidden, hide

if TYPE_CHECKING:
    from reader.ui.hidden_panel import HiddenPanel
    from reader.ui.window import MainWindow


@pytest.fixture
def marks(window: MainWindow) -> list[Annotation]:
    desk, library = window.session.desk, window.session.library
    assert desk is not None
    made = [
        annotate.highlight(library, desk.id, 0, 4, note="رأي"),
        annotate.highlight(library, desk.id, 0, 9, colour=Colour.BLUE, style=Style.UNDERLINE, note="آخر"),
        annotate.highlight(library, desk.id, 12, 16, colour=Colour.PINK, tags=["yellow"]),
    ]
    window.session.refresh()
    window.follow.fill_lists()
    return made


def shown(window: MainWindow) -> list[str]:
    return [note.id for note, _y in window.surface.visible_annotations()]


def colours_on_page(window: MainWindow) -> set[str]:
    picture = window.surface.viewport().grab().toImage()
    steps = [(x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height() // 3, 2)]
    return {picture.pixelColor(QPoint(*at)).name() for at in steps}


def test_a_highlight_is_hidden_by_its_colour_its_style_or_one_of_its_tags() -> None:
    mark = Annotation(
        "id", "a", Target(0, 1, "ا"), Placement(0, 1), colour=Colour.BLUE, style=Style.UNDERLINE, tags=("أول", "ثان")
    )
    assert not Hidden().hides(mark)
    assert Hidden(colours=frozenset({Colour.BLUE})).hides(mark)
    assert Hidden(styles=frozenset({Style.UNDERLINE})).hides(mark)
    assert Hidden(tags=frozenset({"ثان"})).hides(mark)
    others = Hidden(frozenset({Colour.PINK}), frozenset({Style.BACKGROUND}), frozenset({"ثالث"}))
    assert not others.hides(mark)
    everything = Hidden(frozenset(Colour), frozenset(Style), frozenset({"أول", "ثالث"}))
    assert not everything.without(mark).hides(mark)


def test_what_is_hidden_is_neither_painted_nor_clicked_nor_told(window: MainWindow, marks: list[Annotation]) -> None:
    yellow = window.look.theme.marks[Colour.YELLOW].fill.lower()
    assert yellow in colours_on_page(window)
    hide(window, Hidden(colours=frozenset({Colour.YELLOW})))
    assert yellow not in colours_on_page(window)
    assert shown(window) == [marks[1].id, marks[2].id]
    assert [mark.id for mark in window.surface.annotations_at(1)] == [marks[1].id]
    assert window.margin.box_of(marks[0].id) is None
    hide(window, Hidden())
    assert yellow in colours_on_page(window)


def test_ticks_of_the_panel_take_effect_at_once(window: MainWindow, marks: list[Annotation]) -> None:
    window.surface.setFocus()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.surface, Qt.Key.Key_D, modifiers)
    panel: HiddenPanel = window.panels["hidden"]  # type: ignore[assignment]
    assert panel.isVisible()
    panel.boxes["tags", "yellow"].click()  # the tag, not the colour of that name
    assert shown(window) == [marks[0].id, marks[1].id]
    panel.boxes["styles", "underline"].click()
    assert shown(window) == [marks[0].id]
    assert panel.count.text() == "2 highlights are hidden."
    panel.open()
    assert not panel.boxes["tags", "yellow"].isChecked()
    panel.everything.click()
    assert len(shown(window)) == 3
    assert panel.boxes["tags", "yellow"].isChecked()


def test_steps_pass_over_what_is_hidden_and_a_list_leads_to_it(window: MainWindow, marks: list[Annotation]) -> None:
    hide(window, Hidden(colours=frozenset({Colour.BLUE})))
    window.set_active(marks[0].id)
    window.marking.step(1)
    assert window.active == marks[2].id
    window.marking.note_chosen(marks[1].id)
    assert marks[1].id in shown(window)
    window.set_active(None)
    assert marks[1].id not in shown(window)


def test_a_new_highlight_is_never_hidden(window: MainWindow, marks: list[Annotation]) -> None:
    hide(window, Hidden(colours=frozenset({Colour.GREEN, Colour.BLUE})))
    window.surface.set_selection(20, 24)
    window.marking.mark(Colour.GREEN)
    assert window.hidden == Hidden(colours=frozenset({Colour.BLUE}))
