from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader import annotate, paths, shelf
from reader.annotation.model import Colour, Style
from reader.settings import Settings
from reader.store.library import Library
from reader.ui import actions
from reader.ui import app as program
from reader.ui.arrangement import MarginKind
from reader.ui.note_editor import typed_text
from reader.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from reader.annotation.model import Annotation

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
ROOT = Path(__file__).resolve().parents[2]
QUOTE = "المخاوف الأمنية"


def offsets(window: MainWindow, quote: str) -> tuple[int, int]:
    desk = window.session.desk
    assert desk is not None
    start = desk.whole().index(quote)
    return start, start + len(quote)


def select(window: MainWindow, quote: str) -> tuple[int, int]:
    span = offsets(window, quote)
    window.surface.set_selection(*span)
    return span


def stored(window: MainWindow) -> list[Annotation]:
    desk = window.session.desk
    assert desk is not None
    with Library.open(window.session.library.path, read_only=True) as library:
        return annotate.notes(library, desk.id)


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


def test_the_first_start_shows_the_sample(window: MainWindow) -> None:
    desk = window.session.desk
    assert desk is not None
    seed = next(paths.seeds().glob("*.txt")).read_text(encoding="utf-8")
    assert desk.whole() == seed
    assert desk.info.title in window.windowTitle()
    assert window.shelf.articles.rowCount() == 1


def test_the_page_is_painted_before_anything_else_is_built(
    qtbot: QtBot, qapp: QApplication, library: Path, open_window: Callable[..., MainWindow]
) -> None:
    settings = Settings(language="en")
    program.speak(qapp, settings)
    window = MainWindow(library, settings=settings)
    qtbot.addWidget(window)
    built_when_painted: list[bool] = []
    window.surface.painted_first.connect(lambda: built_when_painted.append(window.built))
    window.show()
    page = window.surface.geometry()
    qtbot.waitUntil(lambda: window.built, timeout=20_000)
    assert built_when_painted == [False]
    assert window.surface.geometry() == page  # nothing jumps when the rest comes
    window.close()


def test_keys_have_their_turn_while_the_rest_is_built(qtbot: QtBot, qapp: QApplication, library: Path) -> None:
    settings = Settings(language="en")
    program.speak(qapp, settings)
    window = MainWindow(library, settings=settings)
    qtbot.addWidget(window)
    turns: list[int] = []

    def turn() -> None:  # a key comes no later than a timer that is due
        if not window.built:
            turns.append(1)
            QTimer.singleShot(1, window, turn)

    window.surface.painted_first.connect(turn)
    window.show()
    qtbot.waitUntil(lambda: window.built, timeout=20_000)
    assert len(turns) > 4
    window.close()


def test_a_window_closed_while_it_is_built_is_built_no_further(qtbot: QtBot, qapp: QApplication, library: Path) -> None:
    settings = Settings(language="en")
    program.speak(qapp, settings)
    window = MainWindow(library, settings=settings)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: hasattr(window, "shelf"), timeout=20_000)
    window.close()
    window.build()
    assert not window.built


@pytest.mark.parametrize(("number", "colour"), list(enumerate(Colour, 1)))
def test_each_key_highlights_in_its_colour(window: MainWindow, number: int, colour: Colour) -> None:
    span = select(window, QUOTE)
    press(window, Qt.Key(Qt.Key.Key_0.value + number), CONTROL)
    (made,) = stored(window)
    assert (made.placement.start, made.placement.end, made.colour) == (*span, colour)
    assert made.target.exact == QUOTE
    assert window.active == made.id
    assert window.surface.selection() is None


def test_a_bare_digit_highlights_while_the_bar_stands(window: MainWindow, qtbot: QtBot) -> None:
    select(window, QUOTE)
    qtbot.waitUntil(window.bar.isVisible, timeout=20_000)
    press(window, Qt.Key.Key_4)
    assert [made.colour for made in stored(window)] == [Colour.BLUE]


def test_the_bar_stands_beside_the_selection_and_never_over_it(window: MainWindow, qtbot: QtBot) -> None:
    select(window, QUOTE)
    qtbot.waitUntil(window.bar.isVisible, timeout=20_000)
    selected = window.surface.selection_rect()
    selected.moveTopLeft(window.surface.viewport().mapTo(window, selected.topLeft()))
    assert not window.bar.geometry().intersects(selected)
    assert window.surface.geometry().contains(window.bar.geometry())
    qtbot.mouseClick(window.bar.colours[2], Qt.MouseButton.LeftButton)
    assert [made.colour for made in stored(window)] == [Colour.PINK]


def test_ctrl_h_takes_the_last_colour(window: MainWindow) -> None:
    select(window, QUOTE)
    press(window, Qt.Key.Key_5, CONTROL)
    select(window, "أفغانستان")
    press(window, Qt.Key.Key_H, CONTROL)
    assert [made.colour for made in stored(window)] == [Colour.PURPLE, Colour.PURPLE]


def test_a_note_is_one_step_and_keeps_every_character(window: MainWindow, qtbot: QtBot) -> None:
    select(window, QUOTE)
    press(window, Qt.Key.Key_M, CONTROL)
    assert window.editor.isVisible()
    assert window.editor.text.hasFocus()
    window.editor.text.insertPlainText("انظر\u00a0المادة\u200cها 😀\nسطر")
    press(window, Qt.Key.Key_Escape)
    (made,) = stored(window)
    assert made.note == "انظر\u00a0المادة\u200cها 😀\nسطر"
    assert not window.editor.isVisible()
    press(window, Qt.Key.Key_Z, CONTROL)
    assert [left.note for left in stored(window)] == [""]
    press(window, Qt.Key.Key_Z, CONTROL)
    assert stored(window) == []
    press(window, Qt.Key.Key_Y, CONTROL)
    press(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert [left.note for left in stored(window)] == [made.note]


@pytest.mark.parametrize("theme", ["paper", "dark"])
def test_what_is_typed_in_a_note_is_seen(open_window: Callable[..., MainWindow], theme: str) -> None:
    window = open_window(theme=theme)
    select(window, QUOTE)
    press(window, Qt.Key.Key_M, CONTROL)
    field, text = window.editor.text, QColor(window.look.theme.text)
    QTest.keyClicks(field, "mmmmm")
    image = field.grab().toImage()
    pixels = {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(image.height())}
    assert text.rgb() in pixels


def test_undo_inside_a_note_is_typing(window: MainWindow) -> None:
    select(window, QUOTE)
    press(window, Qt.Key.Key_M, CONTROL)
    QTest.keyClicks(window.editor.text, "abc")
    press(window, Qt.Key.Key_Z, CONTROL)
    assert len(stored(window)) == 1
    assert typed_text(window.editor.text) != "abc"


def test_what_is_typed_is_safe_before_the_note_is_left(window: MainWindow, qtbot: QtBot) -> None:
    select(window, QUOTE)
    press(window, Qt.Key.Key_M, CONTROL)
    QTest.keyClicks(window.editor.text, "draft")
    note = window.editor.annotation_id

    def kept() -> bool:
        with Library.open(window.session.library.path, read_only=True) as library:
            return annotate.draft(library, note) == "draft"

    qtbot.waitUntil(kept, timeout=1000)
    assert stored(window)[0].note == ""


def test_a_draft_that_a_crash_left_behind_comes_back(window: MainWindow) -> None:
    start, end = offsets(window, QUOTE)
    desk = window.session.desk
    assert desk is not None
    made = annotate.highlight(window.session.library, desk.id, start, end, note="قديم")
    annotate.save_draft(window.session.library, made.id, "لم يكتمل")
    window.session.refresh()
    window.marking.edit_note(made.id)
    assert typed_text(window.editor.text) == "لم يكتمل"


def test_a_note_has_its_own_direction(window: MainWindow) -> None:
    select(window, QUOTE)
    press(window, Qt.Key.Key_M, CONTROL)
    direction = window.editor.text.document().defaultTextOption
    window.editor.text.insertPlainText("SolarWinds")
    assert direction().textDirection() is Qt.LayoutDirection.LeftToRight
    press(window, Qt.Key.Key_X, CONTROL | SHIFT)
    assert direction().textDirection() is Qt.LayoutDirection.RightToLeft
    press(window, Qt.Key.Key_Escape)
    assert stored(window)[0].note_direction == "rtl"


def test_tags_are_written_beside_the_note(window: MainWindow) -> None:
    select(window, QUOTE)
    press(window, Qt.Key.Key_T, CONTROL | SHIFT)
    assert window.editor.tags.hasFocus()
    window.editor.tags.setText("الناتو، قانون ,الناتو")
    press(window, Qt.Key.Key_Return)
    assert stored(window)[0].tags == ("الناتو", "قانون")


def test_delete_removes_the_highlight_under_the_caret_and_undo_brings_it_back(window: MainWindow) -> None:
    start, _end = select(window, QUOTE)
    press(window, Qt.Key.Key_1, CONTROL)
    window.set_active(None)
    window.surface.go_to(start + 3)
    press(window, Qt.Key.Key_Delete)
    assert stored(window) == []
    window.messages.button.click()
    assert len(stored(window)) == 1


def test_another_colour_and_style_for_the_active_highlight(window: MainWindow) -> None:
    select(window, QUOTE)
    press(window, Qt.Key.Key_1, CONTROL)
    press(window, Qt.Key.Key_6, CONTROL)
    press(window, Qt.Key.Key_U, CONTROL)
    (made,) = stored(window)
    assert (made.colour, made.style) == (Colour.ORANGE, Style.UNDERLINE)


def test_a_highlight_grows_and_shrinks_by_words(window: MainWindow) -> None:
    start, end = select(window, QUOTE)
    press(window, Qt.Key.Key_1, CONTROL)
    press(window, Qt.Key.Key_K, CONTROL)
    (made,) = stored(window)
    assert made.target.exact == "المخاوف الأمنية المشتركة"
    press(window, Qt.Key.Key_J, CONTROL)
    press(window, Qt.Key.Key_J, CONTROL)
    (made,) = stored(window)
    assert made.target.exact == "المخاوف"
    assert (made.placement.start, made.placement.end) == (start, start + 7)
    assert end > made.placement.end


def test_alt_down_walks_through_the_highlights_and_round(window: MainWindow) -> None:
    for quote in ("البيت الأبيض", QUOTE, "أفغانستان"):
        select(window, quote)
        press(window, Qt.Key.Key_1, CONTROL)
    window.set_active(None)
    window.surface.go_to(0)
    found = []
    for _ in range(4):
        press(window, Qt.Key.Key_Down, ALT)
        found.append(window.active)
    ids = [made.id for made in stored(window)]
    assert found == [*ids, ids[0]]
    press(window, Qt.Key.Key_Up, ALT)
    assert window.active == ids[-1]


def test_clicking_overlapping_highlights_reaches_each(window: MainWindow) -> None:
    start, end = select(window, QUOTE)
    press(window, Qt.Key.Key_1, CONTROL)
    window.surface.set_selection(start + 8, end)
    press(window, Qt.Key.Key_2, CONTROL)
    box = window.surface.span_boxes(start + 9, start + 10)[0]
    reached = set()
    for _ in range(2):
        QTest.mouseClick(window.surface.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        QTest.qWait(QApplication.doubleClickInterval() + 50)
        reached.add(window.active)
    assert reached == {made.id for made in stored(window)}


def test_all_is_where_it_was_after_closing_and_opening(open_window: Callable[..., MainWindow]) -> None:
    first = open_window(size=(1300, 700))
    start, end = select(first, "SolarWinds")
    press(first, Qt.Key.Key_3, CONTROL)
    press(first, Qt.Key.Key_M, CONTROL)
    first.editor.text.insertPlainText("ملاحظة")
    first.surface.go_to(start, at=0.0)
    position = first.surface.position()
    first.close()
    again = open_window(size=(1300, 700))
    assert again.surface.position() == position
    (made,) = stored(again)
    assert (made.placement.start, made.placement.end, made.colour) == (start, end, Colour.PINK)
    assert made.note == "ملاحظة"
    press(again, Qt.Key.Key_Z, CONTROL)
    assert stored(again)[0].note == ""


def test_what_another_window_or_the_command_line_writes_appears(window: MainWindow, qtbot: QtBot) -> None:
    start, end = offsets(window, QUOTE)
    desk = window.session.desk
    assert desk is not None
    assert list(desk.annotations) == []
    with Library.open(window.session.library.path, client="other") as library:
        made = annotate.highlight(library, desk.id, start, end, note="من الخارج")
    qtbot.waitUntil(lambda: [mark.id for mark in desk.annotations] == [made.id], timeout=3000)
    qtbot.waitUntil(lambda: window.shelf.notes.rowCount() == 1, timeout=20_000)
    assert window.margin.box_of(made.id) is not None


def test_undo_is_refused_with_a_sentence_where_another_changed_the_same(window: MainWindow) -> None:
    select(window, QUOTE)
    press(window, Qt.Key.Key_1, CONTROL)
    press(window, Qt.Key.Key_2, CONTROL)
    with Library.open(window.session.library.path, client="other") as library:
        annotate.edit(library, stored(window)[0].id, colour=Colour.ORANGE)
    press(window, Qt.Key.Key_Z, CONTROL)
    assert [made.colour for made in stored(window)] == [Colour.ORANGE]
    assert window.messages.isVisible()
    assert window.messages.text.text()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", [(1600, 1000), (1366, 700), (1280, 720), (1000, 700), (900, 700), (620, 600)])
def test_nothing_is_cut_at_any_size(
    open_window: Callable[..., MainWindow], size: tuple[int, int], language: str
) -> None:
    window = open_window(size=size, language=language)
    select(window, QUOTE)
    press(window, Qt.Key.Key_M, CONTROL)
    window.editor.text.insertPlainText("ملاحظة طويلة بعض الشيء حتى تشغل أكثر من سطر واحد في البطاقة")
    assert window.rect().contains(window.editor.geometry())
    for button in window.header.buttons.values():
        assert window.header.rect().contains(button.geometry())
        assert button.width() >= 32
    left, right = window.surface.column()
    assert 0 <= left < right <= window.surface.viewport().width()
    expected = MarginKind.CARDS if size[0] >= 960 else MarginKind.MARKS if size[0] >= 640 else MarginKind.NONE
    assert window.margin_kind is expected
    assert window.shelf.isVisible() == (size[0] >= 1280)


def test_cards_stand_level_with_their_lines(window: MainWindow) -> None:
    start, _end = select(window, "البيت الأبيض")
    press(window, Qt.Key.Key_M, CONTROL)
    window.editor.text.insertPlainText("ملاحظة")
    press(window, Qt.Key.Key_Escape)
    box = window.margin.box_of(stored(window)[0].id)
    line = window.surface.line_y(start)
    assert box is not None
    assert line is not None
    on_page = window.surface.viewport().mapTo(window, QPoint(0, round(line))).y()
    assert abs(window.margin.mapTo(window, box.topLeft()).y() - on_page) <= 1
    assert window.follow.connector.line


def test_in_a_narrow_window_a_mark_opens_its_note(open_window: Callable[..., MainWindow]) -> None:
    window = open_window(size=(900, 700), language="ar")
    select(window, QUOTE)
    press(window, Qt.Key.Key_M, CONTROL)
    window.editor.text.insertPlainText("ملاحظة")
    press(window, Qt.Key.Key_Escape)
    window.set_active(None)
    start, _end = offsets(window, QUOTE)
    line = window.surface.line_y(start)
    assert line is not None
    QTest.mouseClick(window.margin, Qt.MouseButton.LeftButton, pos=QPoint(20, round(line) + 14))
    assert window.editor.isVisible()
    assert window.rect().contains(window.editor.geometry())


def test_the_interface_turns_and_the_document_does_not(open_window: Callable[..., MainWindow]) -> None:
    arabic = open_window(language="ar")
    assert arabic.shelf.x() > arabic.surface.x() > arabic.margin.x()
    arabic.close()
    english = open_window(language="en")
    assert english.shelf.x() < english.surface.x() < english.margin.x()
    assert english.session.desk is not None
    assert str(english.session.desk.direction) == "rtl"


@pytest.mark.parametrize("from_page", [True, False])
def test_escape_folds_a_shelf_over_the_page(open_window: Callable[..., MainWindow], *, from_page: bool) -> None:
    window = open_window(size=(900, 700))
    press(window, Qt.Key.Key_F8)
    assert window.shelf.isVisible()
    (window.surface if from_page else window.shelf.article_list).setFocus()
    press(window, Qt.Key.Key_Escape)
    assert not window.shelf.isVisible()
    assert window.surface.hasFocus()


def test_the_open_text_clicked_again_gives_the_keyboard_to_the_page(window: MainWindow) -> None:
    rows = window.shelf.article_list
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.model().index(0, 0)).center())
    assert window.surface.hasFocus()


def test_a_text_read_to_its_end_is_read_and_opens_there_again(open_window: Callable[..., MainWindow]) -> None:
    window = open_window(size=(1366, 700))
    QTest.keyClick(window.surface, Qt.Key.Key_End, CONTROL)
    seen = window.surface.position()
    window.close()
    again = open_window(size=(1366, 700))
    assert again.session.desk is not None
    assert again.session.desk.info.progress == 1
    assert again.surface.position() == seen
    assert again.surface.progress() == 1


def test_the_menu_of_a_field_speaks_the_language_of_the_interface(open_window: Callable[..., MainWindow]) -> None:
    open_window(language="ar")
    assert "نسخ" in QApplication.translate("QWidgetTextControl", "&Copy").replace("&", "")
    assert QApplication.translate("QFileDialog", "Look in:") != "Look in:"
    open_window(language="en")
    assert QApplication.translate("QFileDialog", "Look in:") == "Look in:"


def test_f6_goes_round_page_margin_and_shelf(window: MainWindow) -> None:
    window.surface.setFocus()
    seen = []
    for _ in range(3):
        press(window, Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    assert seen == [window.margin, window.shelf.article_list, window.surface]


def test_the_title_is_in_the_header_only_once_its_heading_has_gone(window: MainWindow) -> None:
    assert window.header.title.text() == ""
    window.surface.go_to(len(stored(window)) or 2000)
    assert "بايدن" in window.header.title.text()


def test_themes_change_at_once(window: MainWindow) -> None:
    before = window.grab().toImage().pixelColor(5, 5)
    window.choose(theme="dark")
    assert window.grab().toImage().pixelColor(5, 5) != before


def test_a_larger_size_keeps_the_line_that_is_read(window: MainWindow) -> None:
    window.surface.go_to(1200, at=0.0)
    before = window.surface.position()[1]
    press(window, Qt.Key.Key_Plus, CONTROL)
    assert window.settings.size > 22
    first, last = window.surface.visible_range()
    assert first <= before < last
    press(window, Qt.Key.Key_0, CONTROL)
    assert window.settings.size == 22


def test_back_and_forward_after_a_jump(window: MainWindow) -> None:
    window.surface.go_to(0)
    start = window.surface.position()
    window.going.jump(1800)
    there = window.surface.position()
    assert there != start
    press(window, Qt.Key.Key_Left, ALT)
    assert window.surface.position() == start
    press(window, Qt.Key.Key_Right, ALT)
    assert window.surface.position() == there


def test_an_article_is_removed_and_undone(window: MainWindow) -> None:
    desk = window.session.desk
    assert desk is not None
    window.commands.remove_article(desk.id)
    assert shelf.articles(window.session.library) == []
    assert window.session.desk is None
    assert window.windowTitle() == "Hamish"
    window.messages.button.click()
    assert len(shelf.articles(window.session.library)) == 1


def test_two_windows_do_not_undo_one_anothers_steps(open_window: Callable[..., MainWindow]) -> None:
    first, second = open_window(), open_window()
    select(first, QUOTE)
    press(first, Qt.Key.Key_1, CONTROL)
    press(second, Qt.Key.Key_Z, CONTROL)
    assert len(stored(first)) == 1
    press(first, Qt.Key.Key_Z, CONTROL)
    assert stored(first) == []


def test_a_window_without_a_text_is_no_trouble(qtbot: QtBot, qapp: QApplication, library: Path) -> None:
    settings = Settings(language="en")
    program.speak(qapp, settings)
    window = MainWindow(library, settings=settings, sample=False)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.built, timeout=20_000)
    assert window.session.desk is None
    for name in sorted(window.commands.known - {"open", "export", "close", "full_screen"}):
        window.commands.run(name)
    window.close()


@pytest.mark.parametrize("kind", ["folder", "text", "missing folder"])
def test_a_library_that_cannot_be_opened_is_one_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "library.sqlite"
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("not a library " * 100)
    else:
        (tmp_path / "file").write_text("x")
        path = tmp_path / "file" / "library.sqlite"
    code = "import sys; from pathlib import Path; from reader.ui.app import run; sys.exit(run([], Path(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False
    )
    assert done.returncode == 1
    sentence = done.stderr.strip()
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Traceback" not in sentence


def test_every_action_of_the_table_does_something(window: MainWindow) -> None:
    table = actions.table(right_to_left=False)
    assert {action.id for action in table} == window.commands.known


def test_every_place_with_the_same_words_is_highlighted_at_once(window: MainWindow, qtbot: QtBot) -> None:
    select(window, "الـناتو")
    press(window, Qt.Key.Key_A, CONTROL | SHIFT)
    desk = window.session.desk
    assert desk is not None
    times = desk.whole().count("الـناتو")
    assert times > 1
    qtbot.waitUntil(lambda: len(desk.annotations) == times, timeout=20_000)
    assert {made.target.exact for made in stored(window)} == {"الـناتو"}
    press(window, Qt.Key.Key_Z, CONTROL)
    assert stored(window) == []


def test_f7_shows_the_caret_and_takes_it_away(window: MainWindow) -> None:
    for shown in (True, False):
        press(window, Qt.Key.Key_F7)
        assert window.surface.caret_mode() is shown
