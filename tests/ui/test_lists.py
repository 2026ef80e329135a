from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from reader import annotate, paths, shelf
from reader.annotation.model import Annotation, Placement, Target
from reader.store import annotations as stored
from reader.store.library import Library
from reader.ui import follow
from reader.ui.lists import ROW, Contents, Notes
from reader.ui.look import interface_font
from reader.ui.rows import elided
from reader.ui.shelf_panel import share

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from reader.ui.window import MainWindow


def note(number: int, text: str = "") -> Annotation:
    place = Placement(number, number + 1)
    return Annotation(f"id{number}", "a", Target(number, number + 1, "المقطع"), place, note=text)


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)


def test_the_list_of_notes_is_a_sound_model(qapp: QApplication) -> None:
    model = Notes()
    watched(model)
    for rows in ([note(1), note(2)], [note(2)], [], [note(3, "# عنوان\nنص"), note(1)]):
        model.set_rows(rows)
        assert [model.index(at).data(ROW) for at in range(model.rowCount())] == rows
    assert model.index(0).data() == "عنوان"
    assert model.index(1).data() == "المقطع"
    assert "المقطع" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole.value)


def test_a_changed_note_changes_one_row_and_resets_nothing(qtbot: QtBot) -> None:
    model = Notes()
    watched(model)
    rows = [note(number) for number in range(5)]
    model.set_rows(rows)
    rows[3] = replace(rows[3], note="جديد")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        model.set_rows(rows)
    assert changed.args is not None
    assert changed.args[0].row() == changed.args[1].row() == 3


def test_contents_are_found_by_their_place(qapp: QApplication) -> None:
    model = Contents()
    watched(model)
    model.set_rows([(0, 1, "باب\nأول"), (40, 2, "فصل")])
    assert model.find((40, 2)).row() == 1
    assert not model.find((40, 1)).isValid()
    assert model.index(0).data() == "باب أول"


def test_the_shelf_is_made_of_sound_models(window: MainWindow) -> None:
    for model in (window.shelf.articles, window.shelf.contents, window.shelf.notes):
        watched(model)
    window.follow.fill_lists()


def test_very_many_notes_are_read_by_a_worker(
    open_window: Callable[..., MainWindow], library: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(library) as opened:
        seed = next(path for path in paths.seeds().iterdir() if path.suffix == ".txt")
        article = shelf.add_file(opened, seed).id
        annotate.highlight_many(
            opened, article, [{"start": at, "end": at + 3, "note": "رأي"} for at in range(0, 90, 6)]
        )
    monkeypatch.setattr(follow, "FEW", 3)
    load, readers = stored.load, []

    def watched_load(*arguments: object, **named: object) -> list[Annotation]:
        readers.append(threading.current_thread())
        return load(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(stored, "load", watched_load)
    window = open_window()
    qtbot.waitUntil(lambda: window.shelf.notes.rowCount() == 15, timeout=20_000)
    assert len(readers) == 1
    assert readers[0] is not threading.main_thread()
    assert window.session.desk is not None
    window.session.change(annotate.delete, window.session.library, [window.session.desk.annotations[0].id])
    qtbot.waitUntil(lambda: window.shelf.notes.rowCount() == 14, timeout=20_000)


@pytest.mark.parametrize(
    ("needs", "room", "expected"),
    [
        ([100, 50, 50], 300, [100, 50, 50]),
        ([400, 0, 400], 300, [150, 0, 150]),
        ([50, 400, 400], 450, [50, 200, 200]),
        ([10, 10], 0, [0, 0]),
    ],
)
def test_lists_share_the_height(needs: list[int], room: int, expected: list[int]) -> None:
    assert share(needs, room) == expected


@given(st.lists(st.integers(0, 900), max_size=5), st.integers(0, 2000))
def test_no_list_gets_more_than_it_needs_or_than_there_is(needs: list[int], room: int) -> None:
    given_ = share(needs, room)
    assert all(0 <= part <= need for part, need in zip(given_, needs, strict=True))
    assert sum(given_) <= room
    if sum(needs) <= room:
        assert given_ == needs


def test_a_title_is_cut_at_a_word(qapp: QApplication) -> None:
    font = interface_font(13)
    title = "ترجمة حرفية لعبارة مجموعة كاملة من المخاوف الأمنية"
    cut = elided(title, font, 120)
    assert cut.endswith("…")
    assert title.startswith(cut[:-1])
    assert title[len(cut) - 1] == " "
    assert elided(title, font, 10_000) == title
