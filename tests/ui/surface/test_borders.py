"""Every cluster of every wrapped line is where Qt paints it, and a click in it finds its near border."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest

from reader.document.model import Block, BlockKind, Direction, Mark, MarkKind
from reader.ui.fonts import Typography
from reader.ui.surface import borders
from reader.ui.surface.frame import Frame
from reader.ui.surface.inline import runs_of
from reader.ui.surface.page import Page
from tests.ui.surface.desks import MemoryDesk, article_of, highlight, seed_article
from tests.ui.surface.hard import LTR, RTL

WIDTHS = (430, 640, 900)


@pytest.fixture(params=WIDTHS)
def width(request):
    return request.param


def every_line(surface):
    """Scroll through the article and yield each line with y of its piece, once."""
    flow, seen = surface._flow, set()
    flow.jump(0)
    while True:
        for laid, y in list(flow.visible):
            for line in laid.lines:
                key = (line.start, line.end)
                if key not in seen and y + line.top >= 0 and y + line.bottom <= flow.height:
                    seen.add(key)
                    yield line, y
        if flow.at_end():
            return
        surface.scroll_by(flow.height / 2)


def check_tiles(line):
    """The clusters of a line tile it without gap or overlap, and every glyph stands in its cluster's box."""
    clusters = line.clusters
    text = line.frame.layout.text()
    units = [character for character in text for _ in character.encode("utf-16-le")[::2]]
    unmeasured = {at for at, character in enumerate(units) if category(character) == "Cf" or character.isspace()}
    order = [c for c in borders.visual_order(clusters) if c.right > c.left]
    for left, right in pairwise(order):
        assert left.right == pytest.approx(right.left, abs=0.02)
    for cluster in clusters:
        if cluster.right - cluster.left < 0.5 or cluster.start in unmeasured:
            continue
        ink = []
        for run in line.text_line.glyphRuns(cluster.start, cluster.end - cluster.start):
            advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
            ink += [(p.x(), p.x() + a.x()) for p, a in zip(run.positions(), advances, strict=True) if a.x() > 0.5]
        if ink:
            middle = (cluster.left + cluster.right) / 2
            assert min(ink)[0] - 1 <= middle <= max(right for _, right in ink) + 1, (line.frame.text, cluster, ink)


def check_clicks(surface, line, y):
    """A click at a quarter of a cluster finds one of its borders, the near one unless a run begins there."""
    left, height = surface.column()[0], surface._flow.height
    middle = round(y + (line.top + line.bottom) / 2)
    if not 0 <= middle < height:
        return 0
    clicks = 0
    for cluster in line.clusters:
        width = cluster.right - cluster.left
        if width < 4:
            continue
        for share in (0.25, 0.75):
            x = cluster.left + share * width
            QTest.mouseClick(surface.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(left + x), middle))
            near = cluster.lead if abs(x - cluster.lead) < abs(x - cluster.trail) else cluster.trail
            expected = cluster.start if near == cluster.lead else cluster.end
            assert surface.caret() == line.frame.offset(expected), (line.frame.text, cluster, share)
            clicks += 1
    return clicks


def test_every_cluster_of_the_seed(show, seed_text, width):
    surface = show(seed_article(seed_text), size=(width, 700))
    covered = clicks = 0
    for line, y in every_line(surface):
        check_tiles(line)
        clicks += check_clicks(surface, line, y)
        covered += line.end - line.start
    assert covered >= sum(b.end - b.start for b in surface.desk._article.blocks)
    assert clicks > 3800


@pytest.mark.parametrize(("lines", "direction"), [(RTL, Direction.RTL), (LTR, Direction.LTR)])
def test_every_cluster_of_hard_lines(show, lines, direction, width):
    surface = show(article_of(*lines, direction=direction), size=(width, 700))
    for line, y in every_line(surface):
        check_tiles(line)
        check_clicks(surface, line, y)


def test_the_two_letters_of_a_lam_alef_are_one(show):
    surface = show(article_of("ولا سلام", "لِلآخر"))
    (first,), (second,) = (laid.lines for laid, _ in surface._flow.visible)
    assert [(c.start, c.end) for c in first.clusters][:3] == [(0, 1), (1, 3), (3, 4)]
    assert any(second.frame.text[c.start : c.end] == "لآ" for c in second.clusters)


def test_a_lam_alef_is_one_in_a_left_to_right_paragraph_too(show):
    surface = show(article_of("The word لا means no", direction=Direction.LTR, language="en"))
    (line,) = surface._flow.visible[0][0].lines
    assert (9, 11) in [(c.start, c.end) for c in line.clusters]


def test_a_range_over_two_directions_has_its_boxes_and_none_over_a_gap(show):
    text = "نظام SolarWinds بلا"
    surface = show(article_of(text))
    start = text.index("م Sol")
    boxes = surface.span_boxes(start, start + 5)
    assert len(boxes) == 2
    gap = (
        boxes[1].left() - boxes[0].right() if boxes[0].left() < boxes[1].left() else boxes[0].left() - boxes[1].right()
    )
    assert gap > 20
    whole = surface.span_boxes(0, len(text))
    assert len(whole) == 1


def test_space_at_the_end_of_a_line_has_no_box(show, seed_text):
    surface = show(seed_article(seed_text))
    line = surface._flow.visible[1][0].lines[0]
    assert line.frame.text[line.end - line.frame.start - 1] == " "
    with_space, without = line.boxes(line.start, line.end), line.boxes(line.start, line.end - 1)
    assert with_space == without
    assert line.ink_end() == line.end - 1


def test_glyphs_stand_where_they_stood_when_highlights_come(show, seed_text):
    article = seed_article(seed_text)
    plain = show(article)
    some = [highlight(n, 52 + 7 * n, 60 + 7 * n) for n in range(100)]
    marked = show(article, some)
    marked.set_selection(100, 260)
    marked.grab()
    for (one, y1), (other, y2) in zip(plain._flow.visible, marked._flow.visible, strict=True):
        assert y1 == y2
        for a, b in zip(one.lines, other.lines, strict=True):
            glyphs = [
                sorted(
                    (p.x(), p.y(), g)
                    for r in line.text_line.glyphRuns()
                    for p, g in zip(r.positions(), r.glyphIndexes(), strict=True)
                )
                for line in (a, b)
            ]
            assert glyphs[0] == glyphs[1]


def test_every_kind_of_block_has_its_clusters(show, width):
    kinds = [
        ("عنوان A b", BlockKind.TITLE),
        ("x = 5;\n\ty  = 'مرحبا'", BlockKind.CODE),
        ("https://example.org/a/b?c=1", BlockKind.PARAGRAPH),
        ("An English item of a list that wraps where the page is narrow, and (once) more", BlockKind.LIST_ITEM),
        *[
            (word, {"kind": BlockKind.TABLE_CELL, "row": 0, "column": n})
            for n, word in enumerate(("C++", "لغة", "1985"))
        ],
        ("دعِ الأيام تفعل ما تشاء   وطب نفسًا إذا حكم القضاء", BlockKind.VERSE),
        ("حاشية (note) 5", BlockKind.FOOTNOTE),
    ]
    article = article_of(*kinds)
    gap = article.text.index("   ")
    article = replace(article, marks=(Mark(gap, gap + 3, MarkKind.HEMISTICH_GAP),))
    surface = show(article, size=(width, 700), typography=Typography(size=24))
    seen = 0
    for line, y in every_line(surface):
        check_tiles(line)
        check_clicks(surface, line, y)
        seen += 1
    assert seen >= 11


def test_justified_lines_touch_both_edges_and_their_letters_are_found(show, seed_text):
    surface = show(seed_article(seed_text), typography=Typography(justify=True))
    page = surface._flow.page
    touching = ragged = 0
    for line, y in every_line(surface):
        check_tiles(line)
        check_clicks(surface, line, y)
        if line.frame.end == line.end or surface.desk.block_at(line.start) == 0:
            continue
        ink = [run.boundingRect() for run in line.text_line.glyphRuns()]
        left, right = min(r.left() for r in ink), max(r.right() for r in ink)
        if abs(left) < 3 and abs(right - page.width) < 3:
            touching += 1
        else:
            ragged += 1
    assert touching > ragged


PLAIN = "نظام SolarWinds 2020 (a) [ب] لا الله مُحَمَّد שלום אבג 5 -3.5% ٣٤ ۴۶۷ C++ «قول» “x” node.js x=5; … / و a ﷺ é"
JOINED = ("😀", "👨\u200d👩\u200d👧", "می\u200cروم", "a\u200cb", "(", "ٱلرَّحۡمَٰنِ")
WORDS = st.sampled_from([*PLAIN.split(" "), *JOINED])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(WORDS, min_size=1, max_size=14),
    rtl=st.booleans(),
    width=st.sampled_from([90, 160, 300, 560]),
    justify=st.booleans(),
)
def test_clusters_tile_lines_of_any_words(qapp, words, rtl, width, justify):
    page = Page(MemoryDesk(article_of("نص")), Typography(), 600)
    setting = page.setting(Block(0, 1))
    frame = Frame(" ".join(words), 0, rtl=rtl)
    frame.lay_out(page.font(setting), runs_of(frame, page.faces, setting, ()), width, QLocale("ar"), justify=justify)
    assert "".join(frame.text[line.start : line.end] for line in frame.lines) == frame.text
    for number, line in enumerate(frame.lines):
        line.place(0, number * 40.0, 40.0, number * 40.0 + 25)
        check_tiles(line)
        assert [c.end for c in line.clusters[:-1]] == [c.start for c in line.clusters[1:]]
