from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from reader.annotation.model import Annotation, Colour, Placement, Status, Style, Target
from reader.cli import terminal
from reader.cli.terminal import Order, View, choose_order, lines

if TYPE_CHECKING:
    from pathlib import Path

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def annotation(start: int, end: int, **fields: object) -> Annotation:
    values = {"placement": Placement(start, end)} | fields
    return Annotation(id=f"{start}", article="a", target=Target(start, end, "x"), **values)  # type: ignore[arg-type]


def shown(text: str, width: int = 60, **fields: object) -> list[str]:
    return list(lines(text, View(width=width, **fields)))  # type: ignore[arg-type]


def base_letters(line: str) -> str:
    """Undo the joined forms: letters as they are stored, lam-alef as one sign."""
    return "".join(unicodedata.normalize("NFKC", character)[::-1] for character in line)


def test_the_line_of_the_seed_that_mixes_scripts(seed_text: str) -> None:
    line = next(line for line in shown(seed_text) if "SolarWinds" in line)
    assert base_letters(line).strip() == ".SolarWinds" + "باختراق الوكالات الأمريكية في نظام "[::-1]
    assert len(line) == 60


def test_letters_are_joined_and_lam_alef_is_one_cell() -> None:
    assert shown("سلام", 5) == ["  ﻡﻼﺳ"]
    assert shown("الله", 4) == ["ﻪﻠﻟﺍ"]


def test_marks_stay_behind_their_letter() -> None:
    (line,) = shown("لِلْآنِ", 5)
    assert [unicodedata.normalize("NFKC", character) for character in line.strip()] == ["ن", "ِ", "لآ", "ْ", "ل", "ِ"]


def test_persian_keeps_the_break_that_zwnj_makes() -> None:
    assert shown("می‌خواهم", 7) == ["ﻢﻫﺍﻮﺧﯽﻣ"]


def test_brackets_are_mirrored_where_the_text_runs_right_to_left() -> None:
    assert shown("(ناتو) abc", 12) == ["  abc (ﻮﺗﺎﻧ)"]
    assert shown("abcde (ناتو)", 12, direction="ltr") == ["abcde (ﻮﺗﺎﻧ)"]
    assert shown("«نص» [1]", 9) == [" [1] «ﺺﻧ»"]


def test_lines_are_wrapped_before_they_are_ordered() -> None:
    assert [line.strip() for line in shown("אבג דהו abc def", 8)] == ["והד גבא", "abc def"]
    assert [line.strip() for line in shown("אבג abc def דהו", 8)] == ["abc גבא", "והד def"]
    assert [line.strip() for line in shown("אבגדהוזחט", 4)] == ["דגבא", "חזוה", "ט"]
    assert shown("אב  גד", 3) == [" בא", " דג"]


def test_wide_letters_take_two_cells() -> None:
    assert shown("漢字 abc", 6, direction="ltr") == ["漢字", "abc"]
    assert shown("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 4, direction="ltr") == ["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"]


def test_a_paragraph_keeps_its_own_direction() -> None:
    assert shown("one two three", 20) == ["one two three"]
    assert shown("שלום", 6) == ["  םולש"]
    assert shown("\n1\n", 3) == ["", "  1", ""]


@pytest.mark.parametrize("order", [Order.VISUAL, Order.LOGICAL])
def test_control_characters_of_the_text_never_reach_the_terminal(order: Order) -> None:
    (line,) = shown("\x1b]0;x\x07 \x9b31m نص\r", order=order)
    assert not re.search("[\x00-\x1f\x7f-\x9f]", line)
    assert "␛" in line


def test_bidi_controls_work_and_are_not_printed() -> None:
    assert shown("אב \u202dגד\u202c", 5) == ["גד בא"]


def test_highlights_are_coloured_where_the_letters_went() -> None:
    text = "אבג דהו abc"
    view = View(width=11, colours=True)
    (line,) = lines(text, view, [annotation(2, 5), annotation(8, 11, colour=Colour.BLUE)])
    yellow, blue = "\x1b[38;5;16;48;5;228m", "\x1b[38;5;16;48;5;153m"
    assert line == f"{blue}abc\x1b[0m וה{yellow}ד ג\x1b[0mבא"
    assert ANSI.sub("", line) == shown(text, 11)[0]


def test_overlaps_styles_and_headings() -> None:
    view = View(order=Order.LOGICAL, colours=True)
    marks = [
        annotation(0, 4),
        annotation(2, 6, colour=Colour.PINK),
        annotation(7, 8, style=Style.UNDERLINE),
        annotation(8, 9, style=Style.STRIKETHROUGH),
        annotation(9, 10, placement=Placement(9, 10, Status.ORPHAN)),
    ]
    (line,) = lines("abcdef hijk", view, marks, [(10, 11)])
    assert line == (
        "\x1b[38;5;16;48;5;228mab\x1b[0m\x1b[4;38;5;16;48;5;218mcd\x1b[0m\x1b[38;5;16;48;5;218mef\x1b[0m "
        "\x1b[4mh\x1b[0m\x1b[9mi\x1b[0mj\x1b[1mk\x1b[0m"
    )


def test_without_colours_nothing_but_text() -> None:
    assert list(lines("abc", View(order=Order.LOGICAL), [annotation(0, 2)], [(0, 3)])) == ["abc"]


def test_every_line_opens_and_closes_its_own_colours(seed_text: str) -> None:
    for line in lines(seed_text, View(width=40, colours=True), [annotation(0, len(seed_text))]):
        assert line.strip() == "" or (line.lstrip().startswith("\x1b[38") and line.endswith("\x1b[0m"))


@given(st.text(alphabet="אבגدذر abc 12٣٤.,:-+%/*!", min_size=1, max_size=40).map(str.strip).filter(bool))
def test_order_is_that_of_the_bidi_library(text: str) -> None:
    for direction in ("rtl", "ltr"):
        ordered = list(lines(text, View(width=99, direction=direction)))
        # Non-joining letters only; presentation forms are folded back. The paragraph's own rule picks the base.
        letters = ["".join(unicodedata.normalize("NFKC", character) for character in line) for line in ordered]
        assert [line.strip() for line in letters] in (
            [[get_display(text, base_dir="R")], [get_display(text, base_dir="L")]]
        )


def test_order_is_that_of_the_unicode_conformance_test(corpus: Path) -> None:
    neutral_at_end = {"WS", "S", "B", "BN", "FSI", "LRI", "RLI", "PDI", "LRE", "RLE", "LRO", "RLO", "PDF"}
    wrong = []
    rows = (corpus / "ucd15" / "BidiCharacterTest.txt").read_text("utf-8").splitlines()
    for row in [row for row in rows if row and row[0] != "#"][::5]:
        codes, _, level, levels, order = row.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        found = terminal._levels(text, "rtl" if level == "1" else "ltr")
        kept = [at for at, wanted in enumerate(levels.split()) if wanted != "x"]
        end = len(text)  # rule L1 is the wrapping's work: there are no spaces at the end of a line
        while end and unicodedata.bidirectional(text[end - 1]) in neutral_at_end:
            end -= 1
        cells = [terminal._Cell(at, text[at], 1, found[at]) for at in kept]
        if [cell.start for cell in terminal._reordered(cells) if cell.start < end] != [
            at for at in map(int, order.split()) if at < end
        ]:
            wrong.append(codes)
    assert wrong in ([], ["0661 0009 0028 0662 0029"])  # a tab is a space here


@given(st.text(max_size=80), st.integers(2, 30), st.sampled_from([Order.VISUAL, Order.LOGICAL]))
def test_nothing_crashes_and_no_line_is_wider_than_the_terminal(text: str, width: int, order: Order) -> None:
    for line in lines(text, View(width=width, order=order)):
        assert not re.search("[\x00-\x1f\x7f-\x9f]", line)
        if order is Order.VISUAL:
            letters = [letter for letter in line if unicodedata.category(letter) not in {"Mn", "Me", "Cf"}]
            assert len(letters) <= width or any(
                unicodedata.category(letter) in {"So", "Lo", "Mc"} for letter in letters
            )


def test_a_line_of_half_a_million_letters_is_shown_in_parts() -> None:
    assert sum(len(line) for line in lines("ab " * 20_000, View(width=100, direction="ltr"))) > 59_000


@pytest.mark.parametrize(
    ("environment", "terminal", "order"),
    [
        ({}, True, Order.VISUAL),
        ({}, False, Order.LOGICAL),
        ({"VTE_VERSION": "7200"}, True, Order.LOGICAL),
        ({"VTE_VERSION": "5400"}, True, Order.VISUAL),
        ({"VTE_VERSION": "x"}, True, Order.VISUAL),
        ({"KONSOLE_VERSION": "220401"}, True, Order.LOGICAL),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True, Order.LOGICAL),
        ({"TERM_PROGRAM": "vscode"}, True, Order.VISUAL),
    ],
)
def test_auto_is_visual_only_where_the_terminal_does_not_order(
    environment: dict[str, str], terminal: bool, order: Order
) -> None:
    assert choose_order(Order.AUTO, environment, terminal=terminal) is order
    assert choose_order(Order.VISUAL, environment, terminal=terminal) is Order.VISUAL
