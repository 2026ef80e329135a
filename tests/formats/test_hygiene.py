"""Repairs are made where the text is broken, told, and can be switched off; sound text is never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.model import Article, Block, Locator, LocatorKind, Mark, MarkKind
from reader.formats import Hints, read
from reader.formats.hygiene import from_visual, is_visual, letters_of, runs_backwards
from reader.formats.mojibake import repaired
from reader.formats.rewrite import Edit, rewrite

if TYPE_CHECKING:
    from pathlib import Path

ARABIC = "قال المتحدث باسم الوزارة إن المدينة القديمة في المنطقة الغربية ستفتح أبوابها، والزيارة مجانية حتى مساء السبت."
HEBREW = "בראשית ברא אלהים את השמים ואת הארץ והיו המים על פני הארץ שבעים יום ויאמר לך אל ארצך ואל עמך מן המקום הזה"
PERSIAN = "می‌روم به خانه و کتاب‌ها را می‌خوانم، چون این روزها هوا سرد است و باران می‌بارد"


def as_browsers_do(data: bytes) -> str:
    return "".join(bytes([byte]).decode("windows-1252", "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize("text", [ARABIC, HEBREW, PERSIAN])
def test_utf8_read_as_something_else_is_turned_back(text: str) -> None:
    broken = as_browsers_do(text.encode())
    assert repaired(broken)[0] == text
    article = read(broken.encode(), Hints(name="a.txt"))
    assert article.text == text
    assert "windows-1252" in article.decisions[0]
    assert read(broken.encode(), Hints(name="a.txt", as_is=True)).text == broken


def test_windows_1256_read_as_latin_is_turned_back() -> None:
    assert repaired(as_browsers_do(ARABIC.encode("windows-1256")))[0] == ARABIC
    assert repaired(as_browsers_do(HEBREW.encode("windows-1255")))[0] == HEBREW


def test_single_broken_lines_in_a_sound_text_are_turned_back() -> None:
    text = f"{ARABIC}\n{as_browsers_do(PERSIAN.encode())}\n{HEBREW}"
    turned, sentence = repaired(text)
    assert turned == f"{ARABIC}\n{PERSIAN}\n{HEBREW}"
    assert sentence.endswith(": 1.")


@pytest.mark.parametrize(
    "text",
    [
        ARABIC,
        HEBREW,
        PERSIAN,
        "naïve café déjà vu, où êtes-vous? Ça va très bien, merci à toi et à tes frères aînés",
        "Größe über Maß für Österreich und die Schweiz, süß",
        "Привет мир, это обычный русский текст без ошибок",
        "Türkçe bir yazı: şöyle güzel çiçekler, ığdır",
        "ą ę ś ć ż ź ł ó ń zażółć gęślą jaźń",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repaired(text) == (text, "")
    assert not is_visual(text)
    article = read(text.encode(), Hints(name="a.txt"))
    assert (article.text, article.decisions) == (text, ())


def test_joiners_half_spaces_and_marks_of_direction_stay() -> None:
    text = "می\u200cروم و می\u200fروم\u200e (abc)\u061c و \u2067داخل\u2069 ﷺ"
    article = read(text.encode(), Hints(name="a.txt"))
    assert (article.text, article.decisions, article.warnings) == (text, (), ())


def test_presentation_forms_become_letters() -> None:
    shaped = "ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ ﻭﺭﺣﻤﺔ ﺍﻟﻠﻪ"
    article = read(shaped.encode(), Hints(name="a.txt"))
    assert article.text == "السلام عليكم ورحمة الله"
    assert "shapes" in article.decisions[0]
    assert read(shaped.encode(), Hints(name="a.txt", as_is=True)).text == shaped
    assert letters_of("قال ﷺ ﻻ") == "قال ﷺ لا"
    assert letters_of("\ufe7c") == "\u0651"


def test_shapes_are_weighed_over_the_whole_of_an_endless_line() -> None:
    shapes, letters = "ﺳﻼم ", "سلام "
    mostly_letters = shapes * 3 + letters * 30_000
    assert read(mostly_letters.encode(), Hints(name="a.txt")).text == mostly_letters
    mostly_shapes = letters * 20_000 + "ﺳﻠﺎﻣﺖ " * 60_000
    assert "ﺳ" not in read(mostly_shapes.encode(), Hints(name="a.txt")).text


def test_presentation_forms_in_visual_order_are_turned() -> None:
    shaped = "ﻪﻠﻟﺍ ﺔﻤﺣﺭﻭ ﻢﻜﻴﻠﻋ ﻡﻼﺴﻟﺍ"
    assert runs_backwards(shaped)
    assert not runs_backwards("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ")
    assert read(shaped.encode(), Hints(name="a.txt")).text == "السلام عليكم ورحمة الله"


@pytest.mark.parametrize("text", [ARABIC, HEBREW])
def test_lines_stored_as_they_look_are_turned(text: str) -> None:
    visual = "SolarWinds " + f"{text} ({ARABIC[:4]}) \0 {text[:3]}"[::-1].replace("\0", "1550")
    assert is_visual(visual)
    article = read(visual.encode(), Hints(name="a.txt"))
    assert article.text == f"{text} ({ARABIC[:4]}) 1550 {text[:3]} SolarWinds"
    assert "reading order" in article.decisions[-1]


def test_brackets_are_right_whether_they_were_mirrored_or_not() -> None:
    assert from_visual("(ثلاث)"[::-1]) == "(ثلاث)"
    assert from_visual("(" + "ثلاث"[::-1] + ")") == "(ثلاث)"


def test_controls_without_a_pair_are_taken_out() -> None:
    article = read("نص \u202bداخل\u202c و\u2067مفتوح بلا نهاية\nتال\u202c".encode(), Hints(name="a.txt"))
    assert article.text == "نص \u202bداخل\u202c ومفتوح بلا نهاية\nتال"
    assert "2 direction controls" in article.decisions[0]


def test_overrides_are_kept_and_warned_of(corpus: Path) -> None:
    article = read((corpus / "hostile" / "30-bidi-override.txt").read_bytes(), Hints(name="a.txt"))
    assert "\u202e txt.exe\u202c" in article.text
    assert "force a direction" in article.warnings[0]
    assert article.text.count("\u2067") <= 120


def test_an_override_that_changes_nothing_is_no_matter() -> None:
    article = read("الترقيم الدولى: \u202d٩٧٨ ١ ٥٢٧٣\u202c".encode(), Hints(name="a.txt"))
    assert (article.decisions, article.warnings) == ((), ())


@given(st.data())
def test_rewriting_moves_what_stands_over_the_text(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text("ابتث", min_size=1, max_size=5), min_size=1, max_size=8))
    text = " ".join(words)
    spans, position = [], 0
    for word in words:
        spans.append((position, position + len(word)))
        position += len(word) + 1
    chosen = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    new = [
        data.draw(st.text("سشصض", max_size=6)) if change else word for word, change in zip(words, chosen, strict=True)
    ]
    edits = [Edit(*span, word) for span, word, change in zip(spans, new, chosen, strict=True) if change]
    article = Article(
        text,
        tuple(Block(*span) for span in spans),
        tuple(Mark(*span, MarkKind.STRONG) for span in spans),
        tuple(Locator(span[0], LocatorKind.PAGE, "1") for span in spans),
    )
    changed = rewrite(article, edits)
    assert changed.text == " ".join(new)
    kept = [word for word in new if word]
    assert [changed.text[block.start : block.end] for block in changed.blocks] == kept
    assert [changed.text[mark.start : mark.end] for mark in changed.marks] == kept
