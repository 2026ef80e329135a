from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from reader.ui import i18n

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PLURALS = {"ar": {"zero", "one", "two", "few", "many", "other"}, "en": {"one", "other"}}


def calls() -> Iterator[tuple[str, str, str]]:
    """Give file, function and text of every call that asks for words of the interface."""
    for path in sorted((ROOT / "reader" / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"tr", "tr_n"}:
                text = node.args[0]
                assert isinstance(text, ast.Constant), f"{path}:{node.lineno}: the text must be a literal"
                assert isinstance(text.value, str)
                yield path.name, node.func.id, text.value


ASKED = list(calls())


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[None]:
    catalogue = i18n.Catalogue("ar", i18n.read_catalogue("ar"))
    before = QLocale()
    qapp.installTranslator(catalogue)
    QLocale.setDefault(QLocale("ar_EG"))
    yield
    qapp.removeTranslator(catalogue)
    QLocale.setDefault(before)


def test_there_is_something_to_translate() -> None:
    assert len(ASKED) > 100


def test_the_arabic_is_complete_and_has_nothing_left_over() -> None:
    arabic = i18n.read_catalogue("ar")
    wanted = {text for _file, _function, text in ASKED}
    assert wanted - arabic.keys() == set()
    assert arabic.keys() - wanted == set()


def test_every_count_has_all_the_plural_forms_of_its_language() -> None:
    counted = {text for _file, function, text in ASKED if function == "tr_n"}
    for language, forms in PLURALS.items():
        catalogue = i18n.read_catalogue(language)
        for text in counted:
            entry = catalogue[text]
            assert isinstance(entry, dict)
            assert set(entry) - {"zero"} == forms - {"zero"}, (language, text)
    assert all(isinstance(i18n.read_catalogue("ar")[text], str) for _f, name, text in ASKED if name == "tr")


def test_no_translation_loses_or_invents_a_placeholder() -> None:
    for text, entry in i18n.read_catalogue("ar").items():
        for translated in entry.values() if isinstance(entry, dict) else [entry]:
            assert sorted(re.findall(r"{\w*}", translated)) == sorted(re.findall(r"{\w*}", text)), text


def test_translations_are_arabic_and_hold_no_presentation_forms_or_controls() -> None:
    for entry in i18n.read_catalogue("ar").values():
        for translated in entry.values() if isinstance(entry, dict) else [entry]:
            assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb50-\ufdff\ufe70-\ufefc]", translated)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "بلا ملاحظات"),
        (1, "ملاحظة واحدة"),
        (2, "ملاحظتان"),
        (3, "٣ ملاحظات"),
        (10, "١٠ ملاحظات"),
        (11, "١١ ملاحظة"),
        (99, "٩٩ ملاحظة"),
        (100, "١٠٠ ملاحظة"),
        (103, "١٠٣ ملاحظات"),
    ],
)
def test_arabic_counts(arabic: None, number: int, said: str) -> None:
    assert i18n.tr_n("%n notes", number) == said


def test_words_and_unknown_words(arabic: None) -> None:
    assert i18n.tr("Library") == "المكتبة"
    assert i18n.tr("never translated") == "never translated"
    assert QApplication.translate("QObject", "Library") == "Library"


def test_english_needs_a_catalogue_only_for_counts(qapp: QApplication) -> None:
    catalogue = i18n.Catalogue("en", i18n.read_catalogue("en"))
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    qapp.installTranslator(catalogue)
    try:
        assert [i18n.tr_n("%n notes", number) for number in (0, 1, 2)] == ["no notes", "1 note", "2 notes"]
        assert i18n.tr("Library") == "Library"
    finally:
        qapp.removeTranslator(catalogue)
        QLocale.setDefault(before)


def test_the_direction_of_the_interface_comes_from_its_language_or_from_the_person() -> None:
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert i18n.direction_for("ar") is right
    assert i18n.direction_for("en") is left
    assert i18n.direction_for("ar", "ltr") is left
    assert i18n.direction_for("en", "rtl") is right


def test_a_chosen_language_wins_and_an_unknown_one_does_not() -> None:
    assert i18n.choose_language("ar") == "ar"
    assert i18n.choose_language("tlh") in i18n.LANGUAGES
