from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader import errors
from reader.ui import failures, i18n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]
NEVER_SHOWN = {"cli", "bootstrap.py", "__main__.py"}
OURS = {name for name in vars(errors) if name.endswith("Error")} - {"CancelledError"}


def sentences() -> Iterator[tuple[str, str]]:
    """Give file and pattern of every sentence of a failure that a window may have to show."""
    for path in sorted((ROOT / "reader").rglob("*.py")):
        if path.relative_to(ROOT / "reader").parts[0] in NEVER_SHOWN:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OURS and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    yield path.name, str(text.value)
                elif isinstance(text, ast.JoinedStr):
                    parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in text.values)
                    yield path.name, "".join(map(str, parts))


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[None]:
    catalogue = i18n.Catalogue("ar", i18n.read_catalogue("ar"))
    catalogue.setParent(qapp)
    yield
    catalogue.setParent(None)  # type: ignore[arg-type]


def test_every_sentence_has_its_arabic() -> None:
    known = failures.read_failures("ar")
    missing = {text for _name, text in sentences() if text.strip("{}. ") and text not in known}
    assert missing == set()
    assert len(known) > 100


def test_no_gap_is_lost_or_invented() -> None:
    for pattern, translation in failures.read_failures("ar").items():
        assert pattern.count("{}") == translation.count("{}"), pattern


def test_the_sentence_is_found_again_with_what_varies(arabic: None) -> None:
    assert failures.said("There is no file /texts/a b.txt.") == "لا يوجد ملف \u2068/texts/a b.txt\u2069."
    assert (
        failures.said("The PDF has 9000 pages; at most 5000 are read.") == "في ملف PDF 9000 صفحة؛ لا يُقرأ أكثر من 5000."
    )
    assert failures.said("Nobody wrote this.") == "Nobody wrote this."


def test_without_a_catalogue_it_stays_english() -> None:
    assert failures.said("The file holds no text.") == "The file holds no text."
