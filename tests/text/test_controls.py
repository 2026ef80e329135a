from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from reader.text.controls import Control, Kind, find_controls, reveal, strip_controls
from tests.text.alphabet import ANYTHING, TEXTS

if TYPE_CHECKING:
    from pathlib import Path


def test_found_with_name_and_kind() -> None:
    text = "a\u202eb\u200cc\u00a0d\ufeff\x07\U000e0041\t\n"
    assert find_controls(text) == [
        Control(1, "RLO", Kind.BIDI),
        Control(3, "ZWNJ", Kind.JOINER),
        Control(5, "NBSP", Kind.SPACE),
        Control(7, "BOM", Kind.INVISIBLE),
        Control(8, "U+0007", Kind.CONTROL),
        Control(9, "U+E0041", Kind.INVISIBLE),
    ]
    assert reveal(text) == "a⟦RLO⟧b⟦ZWNJ⟧c⟦NBSP⟧d⟦BOM⟧⟦U+0007⟧⟦U+E0041⟧\t\n"
    assert strip_controls(text) == "ab\u200cc\u00a0d\t\n"


def test_the_override_in_a_hostile_file(corpus: Path) -> None:
    text = (corpus / "hostile" / "30-bidi-override.txt").read_text(encoding="utf-8")
    assert any(control.kind == Kind.BIDI for control in find_controls(text))
    assert not [control for control in find_controls(strip_controls(text)) if control.kind == Kind.BIDI]


@given(TEXTS | ANYTHING)
def test_only_spelling_and_spaces_stay(text: str) -> None:
    clean = strip_controls(text)
    assert {control.kind for control in find_controls(clean)} <= {Kind.JOINER, Kind.SPACE}
    assert strip_controls(clean) == clean
    assert find_controls(reveal(text)) == []
