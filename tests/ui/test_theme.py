"""Every theme can be read, and everything set in it can be read by a person: WCAG contrast, computed."""

from __future__ import annotations

import itertools

import pytest

from reader.annotation.model import Colour
from reader.ui import theme as themes


@pytest.fixture(params=themes.NAMES)
def theme(request):
    return themes.load(request.param)


def test_the_contrast_formula_agrees_with_known_values():
    assert themes.contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert themes.contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


def test_an_unknown_name_gives_the_first_theme():
    assert themes.load("no such theme").name == "paper"


def test_text_and_soft_text_on_every_ground(theme):
    for ground in (theme.page, theme.window, theme.card):
        assert themes.contrast(theme.text, ground) >= 7
        assert themes.contrast(theme.soft, ground) >= 4.5
        assert themes.contrast(theme.accent, ground) >= 4.5


def test_text_on_selection_hits_and_every_highlight(theme):
    grounds = [theme.selection, theme.hit, theme.hit_current, *(ink.fill for ink in theme.marks.values())]
    assert len(theme.marks) == 6
    for ground in grounds:
        assert themes.contrast(theme.text, ground) >= 4.5


def test_text_on_every_overlapping_pair(theme):
    for lower, upper in itertools.product(Colour, repeat=2):
        assert themes.contrast(theme.text, theme.overlap(lower, upper)) >= 4.5, (lower, upper)


def test_marks_and_control_borders_are_seen(theme):
    for ground in (theme.page, theme.window):
        for ink in theme.marks.values():
            assert themes.contrast(ink.edge, ground) >= 3
        assert themes.contrast(theme.field, ground) >= 3
        assert themes.contrast(theme.hit_edge, ground) >= 3
    for ink in theme.marks.values():
        assert themes.contrast(ink.edge, ink.fill) >= 2
