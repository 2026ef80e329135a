from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from reader import annotate, shelf
from reader.document.model import Direction
from reader.store.articles import ArticleInfo
from reader.ui import intake, texts_verbs
from reader.ui.texts_filter import Filter, Order, State, chosen, languages, tags
from reader.ui.texts_list import Texts, about, language_name
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from reader.ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


def text_info(number: int, **fields: Any) -> ArticleInfo:
    known = ArticleInfo(
        id=f"id{number}",
        title=f"كتاب {number}",
        author="",
        source="",
        language="ar",
        direction=Direction.RTL,
        chars=1000,
        annotations=0,
        orphans=0,
        added=f"2026-01-{number:02}T10:00:00Z",
        opened="",
        position=0,
        progress=0.0,
        published="",
        site="",
        tags=(),
        read_seconds=0,
        version=1,
    )
    return known._replace(**fields)


SHELF = [
    text_info(3, title="الجزء ١٠", author="الجاحظ", chars=50, annotations=2, opened="2026-02-02T00:00:00Z"),
    text_info(2, title="الجزء ٢", tags=("أدب", "شعر"), progress=1.0, opened="2026-02-03T00:00:00Z", chars=900),
    text_info(1, title="Poems", author="أحمد", language="en-GB", tags=("شعر",), published="2030", annotations=1),
]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), "321"),
        (Filter(backwards=True), "123"),
        (Filter(order=Order.TITLE), "123"),
        (Filter(order=Order.TITLE, language="ar"), "23"),
        (Filter(order=Order.AUTHOR), "132"),
        (Filter(order=Order.OPENED), "231"),
        (Filter(order=Order.DATE), "132"),
        (Filter(order=Order.LANGUAGE), "321"),
        (Filter(order=Order.LENGTH), "123"),
        (Filter(order=Order.PROGRESS), "231"),
        (Filter(order=Order.NOTES), "312"),
        (Filter(order=Order.NOTES, backwards=True), "213"),
        (Filter(language="en"), "1"),
        (Filter(tag="شعر"), "21"),
        (Filter(text="احمد"), "1"),
        (Filter(text="الْجُزء ادب"), "2"),
        (Filter(state=State.NEW), "1"),
        (Filter(state=State.BEGUN), "3"),
        (Filter(state=State.FINISHED), "2"),
    ],
)
def test_texts_are_filtered_and_sorted(wanted: Filter, expected: str) -> None:
    assert "".join(info.id[2:] for info in chosen(SHELF, wanted)) == expected


def test_languages_and_tags_there_are() -> None:
    assert languages(SHELF) == ["ar", "en"]
    assert tags(SHELF) == ["أدب", "شعر"]
    assert [language_name(tag) for tag in ("ar-EG", "he", "fa", "en-US", "xx")] == [
        "العربية",
        "עברית",
        "فارسی",
        "English",
        "xx",
    ]


def test_the_second_line_says_a_name_once_and_isolates_each_part() -> None:
    info = text_info(1, title="a.txt", source="/texts/a.txt", published="١٩٩٠", author="Ann", tags=("وسم",))
    assert about(info) == "\u2068Ann\u2069 · \u2068١٩٩٠\u2069 · \u2068#وسم\u2069"
    page = text_info(1, source="https://www.example.org/x/y", published="2020-03-04")
    assert "example.org" in about(page)
    assert "www" not in about(page)


def test_the_model_is_sound_and_asks_for_another_title(qtbot: QtBot) -> None:
    model = Texts()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    for rows in (SHELF, SHELF[:1], [], SHELF[::-1]):
        model.set_rows(rows)
    with qtbot.waitSignal(model.renamed) as asked:
        assert model.setData(model.index(0), " ديوان  جديد ")
    assert asked.args == ["id1", "ديوان جديد"]
    assert not model.setData(model.index(0), "  ")
    assert not model.setData(model.index(0), "Poems")
    assert model.index(0).data() == "Poems"
    assert "English" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole.value)


@pytest.fixture
def full(window: MainWindow, qtbot: QtBot) -> MainWindow:
    library = window.session.library
    for number in range(1, 5):
        added = shelf.add(library, article_of(f"كتاب {number}\nفقرة فيها كلام كثير."), name=f"{number}.txt")
        shelf.set_metadata(library, added.id, title=f"كتاب {number}", language="fa" if number == 4 else "ar")
    window.session.refresh()
    window.commands.run("texts")
    return window


def titles(window: MainWindow) -> list[str]:
    model = window.panels.texts.model
    return [model.index(at).data() for at in range(model.rowCount())]


def choose(window: MainWindow, *names: str) -> None:
    panel = window.panels.texts
    panel.list.setFocus()
    panel.list.clearSelection()
    for name in names:
        at = panel.model.index(titles(window).index(name))
        panel.list.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.Select)


def test_the_view_opens_filters_and_opens_a_text(full: MainWindow, qtbot: QtBot) -> None:
    panel = full.panels.texts
    assert titles(full)[:4] == ["كتاب 4", "كتاب 3", "كتاب 2", "كتاب 1"]
    assert panel.text.hasFocus()
    panel.text.setText("كِتاب 2")
    qtbot.waitUntil(lambda: titles(full) == ["كتاب 2"])
    QTest.keyClick(panel.text, Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert full.session.desk is not None
    assert full.session.desk.info.title == "كتاب 2"
    assert full.surface.hasFocus()


def test_the_view_closes_for_a_text_chosen_elsewhere(full: MainWindow) -> None:
    chosen_one = shelf.articles(full.session.library)[0]
    full.commands.article_chosen(chosen_one.id)
    assert not full.panels.texts.isVisible()
    assert full.session.desk is not None
    assert full.session.desk.id == chosen_one.id


def test_languages_are_offered_and_kept_over_news(full: MainWindow, qtbot: QtBot) -> None:
    panel = full.panels.texts
    panel.language.setCurrentIndex(panel.language.findData("fa"))
    assert titles(full) == ["كتاب 4"]
    shelf.add(full.session.library, article_of("کتاب تازه"), name="new.txt")
    full.session.refresh()
    qtbot.waitUntil(lambda: len(panel._all) == 6)
    assert titles(full) == ["كتاب 4"]


def test_a_title_is_changed_in_place_and_undone(full: MainWindow, qtbot: QtBot) -> None:
    choose(full, "كتاب 3")
    panel = full.panels.texts
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    field = panel.list.viewport().findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "كتاب 3"
    field.setText("رسالة الغفران")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "رسالة الغفران" in titles(full))
    full.commands.undo()
    qtbot.waitUntil(lambda: "كتاب 3" in titles(full))


def test_delete_in_the_view_removes_texts_and_no_highlight(full: MainWindow, qtbot: QtBot) -> None:
    library, desk = full.session.library, full.session.desk
    assert desk is not None
    note = annotate.highlight(library, desk.id, 0, 3)
    full.session.refresh()
    full.set_active(note.id)
    choose(full, "كتاب 1", "كتاب 3")
    QTest.keyClick(full.panels.texts.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "كتاب 3" not in titles(full))
    assert [each.title for each in shelf.articles(library, deleted=True)] == ["كتاب 3", "كتاب 1"]
    assert len(annotate.notes(library, desk.id)) == 1
    assert full.messages.text.text() == "2 texts are in the bin, with their notes."
    full.messages.button.click()
    qtbot.waitUntil(lambda: {"كتاب 1", "كتاب 3"} <= set(titles(full)))


def test_the_bin_gives_back_and_is_emptied(full: MainWindow, qtbot: QtBot) -> None:
    panel, library = full.panels.texts, full.session.library
    texts_verbs.remove(full, [info.id for info in shelf.articles(library) if info.title in {"كتاب 1", "كتاب 2"}])
    panel.state.setCurrentIndex(panel.state.findData(State.BIN))
    assert titles(full) == ["كتاب 2", "كتاب 1"]
    choose(full, "كتاب 2")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    panel.restore_button.click()
    qtbot.waitUntil(lambda: titles(full) == ["كتاب 1"])
    panel.empty_button.click()
    full.messages.button.click()
    qtbot.waitUntil(lambda: titles(full) == [])
    assert len(shelf.articles(library)) == 4


def test_tags_of_one_text_are_set_and_several_get_more(full: MainWindow, qtbot: QtBot) -> None:
    library = full.session.library
    ids = {info.title: info.id for info in shelf.articles(library)}
    texts_verbs.set_tags(full, [ids["كتاب 1"]], ["أدب"])
    texts_verbs.set_tags(full, [ids["كتاب 1"], ids["كتاب 2"]], ["شعر"])
    assert shelf.info(library, ids["كتاب 1"]).tags == ("أدب", "شعر")
    assert shelf.info(library, ids["كتاب 2"]).tags == ("شعر",)
    panel = full.panels.texts
    qtbot.waitUntil(lambda: panel.tag.findData("شعر") > 0)
    panel.tag.setCurrentIndex(panel.tag.findData("شعر"))
    assert titles(full) == ["كتاب 2", "كتاب 1"]
    full.commands.undo()
    assert shelf.info(library, ids["كتاب 1"]).tags == ("أدب",)
    assert shelf.info(library, ids["كتاب 2"]).tags == ()


def test_what_was_read_before_is_one_key_away(full: MainWindow) -> None:
    ids = {info.title: info.id for info in shelf.articles(full.session.library)}
    full.panels.texts.dismiss()
    for name in ("كتاب 1", "كتاب 2"):
        full.open_article(ids[name])
    QTest.keyClick(full.surface, Qt.Key.Key_R, CONTROL)
    assert titles(full)[:2] == ["كتاب 2", "كتاب 1"]
    assert full.panels.texts.list.hasFocus()
    QTest.keyClick(full.panels.texts.list, Qt.Key.Key_Return)
    assert full.session.desk is not None
    assert full.session.desk.id == ids["كتاب 1"]


def test_the_field_for_an_address_fetches_it(full: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(intake, "add_address", lambda _window, address: asked.append(address))
    full.commands.run("add_address")
    field = full.panels.texts.address
    assert field.hasFocus()
    for typed in ("example.org/نص", "http://example.org", "  "):
        field.setText(typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == ["https://example.org/نص", "http://example.org"]


@pytest.mark.parametrize("size", [(420, 320), (900, 700), (1480, 940)])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_view_stays_inside_the_window(
    open_window: Callable[..., MainWindow], size: tuple[int, int], language: str
) -> None:
    window = open_window(size=size, language=language)
    window.commands.run("texts")
    panel = window.panels.texts
    assert window.rect().contains(panel.geometry())
    assert panel.minimumSizeHint().width() <= panel.width()
    assert panel.list.height() >= 40


def test_ten_thousand_texts_need_no_widget_each(window: MainWindow) -> None:
    window.commands.run("texts")
    panel = window.panels.texts
    panel._all = [text_info(1)._replace(id=f"id{number}", title=f"كتاب {number}") for number in range(10_000)]
    panel._show()
    before = len(panel.findChildren(QWidget))
    panel.list.scrollToBottom()
    panel.grab()
    assert panel.model.rowCount() == 10_000
    assert len(panel.findChildren(QWidget)) <= before + 1
