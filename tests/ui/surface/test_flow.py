"""The page of an article of any size: what is laid out, where it stays, and what the scroll bar says of it."""

from __future__ import annotations

import gc
from dataclasses import replace
from itertools import pairwise
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.annotation.model import Colour, Style
from reader.desk import Changes
from reader.document.model import Article, Block, BlockKind, Locator, LocatorKind, Resource
from reader.ui import fonts, nastaliq
from reader.ui import theme as themes
from reader.ui.fonts import Typography
from reader.ui.surface import layout
from reader.ui.surface.frame import Frame
from reader.ui.surface.heights import Heights
from reader.ui.surface.ink import reach
from reader.ui.surface.numbers import Numbers, label_of
from reader.ui.surface.pieces import LONGEST, SLICE, piece_after, piece_at, piece_before
from tests.ui.surface.desks import MemoryDesk, article_of, highlight, seed_article

SENTENCE = "وقال البيت الأبيض في بيان إن الرئيس شكر الأمين العام (NATO) على قيادته الحازمة. "


def book(paragraphs=4000):
    """Return a long article whose paragraphs say their number."""
    return article_of(*(f"{number} {SENTENCE * (1 + number % 5)}" for number in range(paragraphs)))


def one_line(length=300_000):
    return article_of((SENTENCE * (length // len(SENTENCE) + 1))[:length])


def wheel(surface, angle):
    """Turn the wheel by ``angle`` eighths of a degree."""
    view = surface.viewport()
    place = QPointF(view.rect().center())
    event = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def tops(surface):
    """Return where the visible lines stand, by their stored offset."""
    return {line.start: y + line.top for laid, y in surface._flow.visible for line in laid.lines}


# Pieces


@pytest.mark.parametrize("article", [book(50), one_line(40_000), seed_article("a\n\nb\n\nc")])
def test_pieces_follow_each_other_without_gap_from_either_side(article):
    desk = MemoryDesk(article)
    piece, down = piece_at(desk, 0), []
    while piece:
        down.append(piece)
        piece = piece_after(desk, piece)
    piece, up = piece_at(desk, desk.length), []
    while piece:
        up.append(piece)
        piece = piece_before(desk, piece)
    assert down == list(reversed(up))
    assert [(p.start, p.end) for p in down if p.first and p.last] or len(down) > 3
    for one, other in pairwise(down):
        assert one.end <= other.start
        assert one.end == other.start or one.last
    assert all(p.end - p.start <= LONGEST for p in down)


def test_a_long_block_is_cut_where_a_sentence_or_word_ends():
    desk = MemoryDesk(one_line())
    found = {piece_at(desk, offset) for offset in range(0, desk.length, 997)}
    assert max(p.end - p.start for p in found) < SLICE + 700
    for piece in found:
        assert piece.first or desk.text(piece.start - 1, piece.start) == " "
        for offset in (piece.start, (piece.start + piece.end) // 2, piece.end - 1):
            assert piece_at(desk, offset) == piece


def test_a_text_without_spaces_is_cut_between_clusters():
    desk = MemoryDesk(article_of("بّ" * 10_000))
    piece = piece_at(desk, 0)
    while piece:
        assert desk.text(piece.start, piece.start + 1) == "ب"
        piece = piece_after(desk, piece)


# Heights


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 900)), min_size=1, max_size=60), st.data())
def test_measured_heights_stand_one_below_the_other(pieces, data):
    length = sum(chars for chars, _ in pieces)
    heights = Heights(length, 0.5)
    order = data.draw(st.permutations(range(len(pieces))))
    starts = [sum(chars for chars, _ in pieces[:number]) for number in range(len(pieces))]
    for number in order:
        heights.learn(starts[number], *pieces[number])
        heights.learn(starts[number], *pieces[number])
    y = 0
    for start, (_, height) in zip(starts, pieces, strict=True):
        assert heights.top(start) == pytest.approx(y)
        y += height
    assert heights._chars == length
    assert heights.total == pytest.approx(y)


def test_what_is_not_measured_counts_with_the_average():
    heights = Heights(1_000_000, 0.5)
    assert heights.total == pytest.approx(500_000)
    for start in range(0, 400_000, 1000):
        heights.learn(start, 1000, 2000.0)
    assert heights.top(400_000) == pytest.approx(800_000)
    assert 1_900_000 < heights.total < 2_000_001
    assert abs(heights.find(heights.top(700_000)) - 700_000) <= 1


# Scrolling


def test_only_what_is_seen_is_laid_out(show, monkeypatch):
    laid = []
    real = layout.lay_out
    monkeypatch.setattr("reader.ui.surface.flow.lay_out", lambda d, p, page: laid.append(p.start) or real(d, p, page))
    surface = show(book())
    assert len(laid) < 20
    laid.clear()
    surface.go_to(surface.desk.length // 2)
    surface.verticalScrollBar().setValue(surface.verticalScrollBar().maximum())
    assert len(laid) < 40


@pytest.mark.parametrize("article", [book(), one_line()])
def test_the_wheel_moves_every_line_by_the_same_pixels(show, article):
    surface = show(article)
    surface.go_to(surface.desk.length // 2)
    for angle in (-120, -120, 120, -240, 360, -15, 120):
        before = tops(surface)
        wheel(surface, angle)
        after = tops(surface)
        both = before.keys() & after.keys()
        assert len(both) > 5
        assert {round(after[at] - before[at], 6) for at in both} == {angle / 120 * 96}


def test_the_scroll_bar_reaches_both_ends_exactly(show):
    surface = show(book())
    bar = surface.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert surface.progress() == 1.0
    assert bar.value() == bar.maximum()
    laid, y = surface._flow.visible[-1]
    assert laid.piece.end == surface.desk.length
    assert y + laid.height == pytest.approx(surface._flow.height - 44, abs=1)
    bar.setValue(0)
    assert surface.position() == (0, 0)
    assert surface._flow.visible[0][1] == 44


def test_scrolling_down_and_up_again_shows_the_same(show):
    surface = show(book(300))
    surface.grab()
    before = tops(surface)
    for _ in range(40):
        surface.scroll_by(133)
    for _ in range(40):
        surface.scroll_by(-133)
    assert tops(surface) == pytest.approx(before)


def test_dragging_the_bar_goes_there(show):
    surface = show(book())
    bar = surface.verticalScrollBar()
    for share in (0.25, 0.5, 0.75):
        bar.setValue(round(bar.maximum() * share))
        assert surface.progress() == pytest.approx(share, abs=0.03)
        assert surface.fraction(surface.position()[1]) == pytest.approx(share, abs=0.03)
        assert surface.offset_at_fraction(share) == pytest.approx(surface.position()[1], rel=0.05)


def test_a_short_article_does_not_scroll(show):
    surface = show(article_of("سطر واحد"))
    assert surface.verticalScrollBar().maximum() == 0
    surface.scroll_by(500)
    assert surface._flow.visible[0][1] == 44
    assert surface.progress() == 1.0


def test_an_article_without_blocks_shows_nothing_and_breaks_nothing(show):
    surface = show(Article("", ()))
    surface.grab()
    surface.go_to(0)
    surface.scroll_by(10)
    assert surface.position() == (0, 0)
    assert surface.visible_annotations() == []


# The place stays


def test_the_first_line_stays_when_width_size_or_signs_change(show):
    surface = show(book())
    surface.go_to(surface.desk.length // 3, at=0.0)
    at = surface.position()[1]
    for change in (
        lambda: surface.resize(600, 700),
        lambda: surface.set_typography(Typography(size=30)),
        lambda: surface.set_signs("letters"),
        lambda: surface.resize(1100, 500),
    ):
        change()
        first = surface._flow.find(at)
        assert first is not None
        assert -1 <= first[2] + first[1].top < 60


def test_go_to_brings_the_line_there_and_the_caret(show, qtbot):
    article = book()
    surface = show(article)
    for offset in (0, 77, len(article.text) // 2, len(article.text) - 5, len(article.text)):
        with qtbot.waitSignals([surface.scrolled, surface.caret_moved]):
            surface.go_to(offset, at=0.3)
        y = surface.line_y(offset)
        assert y is not None
        assert 0 <= y < 700
        assert surface.caret() == offset
    surface.go_to(len(article.text) // 2, at=0.3)
    assert surface.line_y(len(article.text) // 2) == pytest.approx(210, abs=1)
    surface.go_to(article.text.index("البيت", 5000), highlight=True)
    assert article.text[slice(*surface.selection())] == "البيت"


def test_it_opens_where_reading_stopped(show, qtbot):
    desk = MemoryDesk(book())
    desk.position = desk.length // 2
    surface = show(desk)
    assert surface.line_y(desk.position) == 44
    surface.set_desk(None)
    assert surface.desk is None
    surface.grab()


# What is seen


def test_visible_annotations_have_the_height_of_their_line(show, seed_text):
    at = [seed_text.index(word) for word in ("البيت", "التشاور", "لن يتم")]
    notes = [highlight(number, start, start + 5) for number, start in enumerate(at)]
    surface = show(seed_article(seed_text), notes)
    found = surface.visible_annotations()
    assert [a.id for a, _ in found] == [notes[0].id, notes[1].id]
    assert [y for _, y in found] == [surface.line_y(at[0]), surface.line_y(at[1])]
    assert [a.id for a in surface.annotations_at(at[1] + 2)] == [notes[1].id]
    assert surface.annotations_at(at[1] + 5) == []


def test_a_highlight_is_painted_in_its_colour_and_goes_when_removed(show):
    surface = show(article_of(SENTENCE * 3), [highlight(1, 6, 12, Colour.PINK)])
    theme = themes.load("paper")
    box = surface.span_boxes(6, 12)[0].toRect()
    assert theme.marks[Colour.PINK].fill.lower() in colours(surface, box)
    surface.desk.annotations.clear()
    surface.apply(Changes(removed=("00000001",)))
    assert theme.marks[Colour.PINK].fill.lower() not in colours(surface, box)


def test_overlapping_highlights_mix_and_keep_both_edges(show):
    notes = [highlight(1, 0, 20, Colour.YELLOW), highlight(2, 10, 30, Colour.BLUE)]
    surface = show(article_of(SENTENCE * 3), notes)
    theme = themes.load("paper")
    seen = colours(surface, surface.span_boxes(11, 19)[0].toRect())
    assert theme.overlap(Colour.YELLOW, Colour.BLUE).lower() in seen
    assert theme.marks[Colour.YELLOW].fill.lower() not in seen


@pytest.mark.parametrize("style", [Style.UNDERLINE, Style.STRIKETHROUGH])
def test_lines_have_no_ground(show, style):
    surface = show(article_of(SENTENCE * 3), [highlight(1, 6, 12, Colour.GREEN, style)])
    ink = themes.load("paper").marks[Colour.GREEN]
    seen = colours(surface, surface.span_boxes(6, 12)[0].toRect().adjusted(0, 0, 0, 6))
    assert ink.edge.lower() in seen
    assert ink.fill.lower() not in seen


def test_soft_text_is_in_full_ink_where_it_is_highlighted(show):
    article = article_of(("اترك رد هنا", BlockKind.BOILERPLATE), SENTENCE)
    theme = themes.load("paper")
    plain = show(article)
    box = plain.span_boxes(0, 8)[0].toRect()
    assert theme.text.lower() not in colours(plain, box)
    marked = show(article, [highlight(1, 0, 8)])
    assert theme.text.lower() in colours(marked, box)


def test_hits_and_selection_are_painted(show):
    surface = show(article_of(SENTENCE * 3))
    theme = themes.load("dark")
    surface.set_theme(theme)
    surface.set_hits([(0, 4), (20, 26)], 1)
    surface.set_selection(40, 46)
    for span, colour in (((0, 4), theme.hit), ((20, 26), theme.hit_current), ((40, 46), theme.selection)):
        assert colour.lower() in colours(surface, surface.span_boxes(*span)[0].toRect())


def colours(surface, rect):
    """Return the colours painted in a part of the viewport."""
    image = surface.viewport().grab(rect).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_every_span_is_where_it_was_with_signs_hidden(show):
    text = "قِفَا نَبْكِ مِنْ ذِكْرَى حَبِيبٍ وَمَنْزِلِ بِسِقْطِ اللِّوَى"
    surface = show(article_of(text), [])
    start, end = text.index("حَبِيبٍ"), text.index(" وَمَنْزِلِ")
    wide = surface.span_boxes(start, end)
    surface.set_signs("letters")
    narrow = surface.span_boxes(start, end)
    assert len(wide) == len(narrow) == 1
    assert surface._flow.visible[0][0].lines[0].frame.text.count("حبيب") == 1
    point = narrow[0].center()
    assert start <= surface.offset_under(point) < end
    assert surface.word_span(surface.offset_under(point)) == (start, end)


# Kinds of blocks


def test_a_dateline_runs_into_its_paragraph():
    text = "القاهرة – وكالات | قال البيان إن"
    blocks = (Block(0, 18, BlockKind.DATELINE), Block(19, len(text)))
    desk = MemoryDesk(Article(text, blocks))
    assert piece_at(desk, 3) == piece_at(desk, 25)
    assert piece_at(desk, 3).blocks == blocks
    apart = MemoryDesk(article_of((text[:18], BlockKind.DATELINE), text[19:]))
    assert piece_at(apart, 3) != piece_at(apart, 25)


def test_cells_of_a_row_stand_side_by_side_from_the_right(show):
    cells = [
        (word, {"kind": BlockKind.TABLE_CELL, "row": row, "column": column})
        for row, words in enumerate([("أول", "ثان", "ثالث"), ("رابع", "خامس", "سادس")])
        for column, word in enumerate(words)
    ]
    surface = show(article_of(SENTENCE, *cells, SENTENCE))
    rows = [laid for laid, _ in surface._flow.visible if laid.piece.blocks[0].kind is BlockKind.TABLE_CELL]
    assert [len(row.lines) for row in rows] == [3, 3]
    for row in rows:
        lefts = [line.boxes(line.start, line.end)[0][0] for line in row.lines]
        assert lefts == sorted(lefts, reverse=True)
    assert [line.text_line.rect().right() for line in rows[0].lines] == [
        line.text_line.rect().right() for line in rows[1].lines
    ]


def test_numbers_of_pages_and_verses_beside_their_lines():
    page = [Locator(0, LocatorKind.PAGE, "1:23")]
    verses = [Locator(0, LocatorKind.VERSE, "2:255"), Locator(9, LocatorKind.VERSE, "2:256")]
    assert label_of(page, "ar") == "١:٢٣"
    assert label_of(page, "fa") == "۱:۲۳"
    assert label_of(page, "he") == "1:23"
    assert label_of(verses, "ar") == "٢٥٥–٢٥٦"
    assert [x.label for x in Numbers([*page, *verses]).between(1, 10)] == ["2:256"]


VERSES = "ذَٰلِكَ ٱلۡكِتَٰبُ لَا رَيۡبَۛ فِيهِۛ هُدٗى لِّلۡمُتَّقِينَ أُوْلَٰٓئِكَ عَلَىٰ هُدٗى مِّن رَّبِّهِمۡۖ وَأُوْلَٰٓئِكَ هُمُ ٱلۡمُفۡلِحُونَ "


def test_leading_follows_the_ink_of_the_article(show):
    plain, quran = show(article_of(SENTENCE * 10)), show(article_of(VERSES * 8))
    assert quran._flow.page.pitch > plain._flow.page.pitch * 1.1
    for surface in (plain, quran):
        for laid, _ in surface._flow.visible:
            for upper, lower in pairwise(laid.lines):
                gap = lower.baseline - upper.baseline
                assert reach(upper.text_line)[1] + reach(lower.text_line)[0] <= gap + 2


def test_the_measure_is_counted_in_letters_not_marks(show):
    plain = show(article_of("قفا نبك من ذكرى حبيب ومنزل " * 30))
    vocalised = show(article_of("قِفَا نَبْكِ مِنْ ذِكْرَى حَبِيبٍ وَمَنْزِلِ " * 30))
    assert vocalised._flow.page.natural_width == pytest.approx(plain._flow.page.natural_width, rel=0.12)


def test_direction_of_the_document_and_of_a_paragraph(show):
    latin = "SolarWinds is an American company"
    surface = show(article_of("«SolarWinds» نظام أمريكي", latin, "2020", "C++"))
    frames = [laid.lines[0].frame for laid, _ in surface._flow.visible]
    assert [frame.rtl for frame in frames] == [True, False, True, False]
    right = [frame.lines[0].text_line.naturalTextRect().right() for frame in frames]
    assert right[3] == pytest.approx(surface._flow.page.width, abs=6)
    assert right[1] < surface._flow.page.width - 20
    surface.set_block_direction(surface.desk.block(1).start, "rtl")
    assert [laid.lines[0].frame.rtl for laid, _ in surface._flow.visible] == [True, True, True, False]
    surface.set_direction_override("ltr")
    assert [laid.lines[0].frame.rtl for laid, _ in surface._flow.visible][:3] == [False, True, False]


def test_columns_are_the_same_all_down_a_long_table(show):
    cells = [
        (f"خلية {'طويلة ' * (row % 7)}{row}", {"kind": BlockKind.TABLE_CELL, "row": row, "column": column})
        for row in range(900)
        for column in range(3)
    ]
    surface = show(article_of(*cells))
    edges = set()
    for share in (0, 0.9, 0.3, 0.6, 0.1):
        surface.go_to(int(surface.desk.length * share))
        for laid, _ in surface._flow.visible:
            edges.add(
                tuple(round(line.text_line.rect().right()) for line in laid.lines if line.start == line.frame.start)
            )
    assert len(edges) == 1


@pytest.mark.parametrize(
    "text", ["", "\n", " ", "\ufffc", "\u200e", "ـ" * 5000, "ب" + "\u064b" * 3000, "\x01\x02", "😀" * 900]
)
def test_strange_blocks_are_laid_out_and_painted(show, text):
    surface = show(article_of("قبل", text, "بعد"), [highlight(1, 0, 8 + len(text))])
    surface.set_caret_mode(True)
    surface.set_selection(0, surface.desk.length)
    surface.grab()
    for _ in range(6):
        surface.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))
    assert surface.caret() == surface.desk.length
    assert surface.selection() is None or surface.selection()[1] == surface.desk.length
    assert surface._flow.heights.total < 60_000


def test_digits_take_the_forms_of_the_paragraphs_language(show):
    def glyphs(language):
        surface = show(article_of(("۴۶۷", {"language": language})), typography=Typography(arabic=fonts.AMIRI))
        line = surface._flow.visible[0][0].lines[0]
        return [glyph for run in line.text_line.glyphRuns() for glyph in run.glyphIndexes()]

    before = QLocale()
    assert glyphs("ur") != glyphs("fa")
    assert glyphs("") == glyphs("ar")
    assert QLocale() == before


def test_text_stands_on_whole_pixels(show):
    surface = show(book(200))
    for share in (0.13, 0.37, 0.71):
        surface.go_to(int(surface.desk.length * share), at=share)
        surface.scroll_by(10.4)
        for laid, y in surface._flow.visible:
            assert y == round(y)
            assert all(line.baseline == round(line.baseline) for line in laid.lines)


def test_what_is_no_longer_laid_out_goes_without_the_garbage_collector(show):
    surface = show(book(40))
    surface.grab()
    frames = [ref(line.frame) for laid, _ in surface._flow.visible for line in laid.lines]
    gc.collect()
    gc.disable()
    try:
        surface.set_desk(None)
        assert [frame for frame in frames if frame() is not None] == []
    finally:
        gc.enable()


def test_the_sentinel_never_makes_a_line_of_its_own(qapp):
    fonts.register(fonts.HEBREW)
    font = QFont(fonts.HEBREW)
    font.setPixelSize(21)
    dropped = 0
    for width in range(60, 120):
        frame = Frame("abc x=5; \u0301", 0, rtl=True)
        frame.lay_out(font, [], width, QLocale("he"))
        assert all(line.end > line.start for line in frame.lines)
        dropped += frame.layout.lineCount() > len(frame.lines)
    assert dropped


def test_more_room_beside_the_column_lays_nothing_out_anew(show, monkeypatch):
    surface = show(book(50), size=(1000, 600))
    surface.grab()
    monkeypatch.setattr("reader.ui.surface.flow.lay_out", lambda *_: pytest.fail("laid out anew"))
    width = surface._flow.page.width
    surface.resize(1100, 600)
    left, right = surface.column()
    assert right - left == width
    assert abs(left - (surface.viewport().width() - right)) <= 1


def picture():
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Resource("p.png", "image/png", bytes(buffer.data()))


@pytest.mark.parametrize("resources", [(), (picture(),)])
def test_a_picture_is_shown_selected_and_highlighted_as_a_whole(show, resources):
    kind = {"kind": BlockKind.IMAGE, "resource": "p.png", "label": "رسم"}
    article = article_of(SENTENCE, ("\ufffc", kind), SENTENCE, resources=resources)
    at = article.text.index("\ufffc")
    surface = show(article, [highlight(1, at, at + 1)])
    box = surface.span_boxes(at, at + 1)[0].toRect()
    seen = colours(surface, box)
    assert ("#123456" in seen) == bool(resources)
    assert themes.load("paper").marks[Colour.YELLOW].fill.lower() in seen
    QTest.mouseDClick(surface.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert surface.selection() == (at, at + 1)


def test_a_hit_spelled_otherwise_has_a_dashed_edge(show):
    surface = show(article_of(SENTENCE * 3))
    surface.set_hits([(0, 4, True), (20, 26, False)])
    edge = themes.load("paper").hit_edge.lower()
    parts = []
    for span in ((0, 4), (20, 26)):
        image = surface.viewport().grab(surface.span_boxes(*span)[0].toRect()).toImage()
        parts.append(sum(image.pixelColor(x, 0).name() == edge for x in range(image.width())) / image.width())
    assert parts[0] > 0.9
    assert 0.3 < parts[1] < 0.9


def test_brackets_and_digits_are_in_the_font_of_their_paragraph(show):
    surface = show(
        article_of("نص عربي فيه (2020) رقم", "פסקה בעברית ובה (2020) מספר עם word", "A Latin one (2020) here")
    )
    families = []
    for laid, _ in surface._flow.visible:
        line = laid.lines[0]
        at = line.frame.text.index("(2020)")
        families.append({run.rawFont().familyName() for run in line.text_line.glyphRuns(at, 6)})
    assert families == [{fonts.AMIRI}, {fonts.HEBREW}, {fonts.AMIRI}]


def test_a_table_of_many_columns_takes_the_room_beside_the_column(show):
    word = "استقلالية"
    cells = [
        (f"{word}{'ا' * (column % 3)}", {"kind": BlockKind.TABLE_CELL, "row": row, "column": column})
        for row in range(3)
        for column in range(9)
    ]
    surface = show(article_of(SENTENCE, *cells, SENTENCE), size=(1150, 600))
    page = surface._flow.page
    rows = [laid for laid, _ in surface._flow.visible if laid.piece.blocks[0].kind is BlockKind.TABLE_CELL]
    for row in rows:
        assert len(row.lines) == 9, "a word was broken"
        rects = [line.text_line.rect() for line in row.lines]
        assert rects[0].right() > page.width
        assert rects[0].right() - page.width == pytest.approx(-rects[-1].left(), abs=3)
    surface.resize(700, 600)
    for laid, _ in surface._flow.visible:
        for line in laid.lines:
            assert line.text_line.rect().left() >= -(page.available - page.width) / 2 - 1, (page.available, page.width)


def test_lines_broken_by_the_file_are_filled_anew(show):
    text = "قال البيان إن الرئيس\nشكر الأمين العام\nعلى قيادته"
    surface = show(article_of((text, {"level": 1}), (text, {})))
    (filled, _), (broken, _) = surface._flow.visible
    assert len(filled.lines) == 1
    assert len(broken.lines) == 3
    at = text.index("شكر")
    assert len(surface.span_boxes(at - 3, at + 2)) == 1
    assert surface.offset_under(surface.span_boxes(at, at + 1)[0].center()) == at


@pytest.mark.parametrize("justify", [False, True])
def test_a_break_of_the_file_takes_the_room_of_one_space(show, plain, justify):
    words = SENTENCE.split() * 2
    article = article_of(" ".join(words), ("  \n    ".join(words), {"level": 1}))
    surface = show(article, typography=replace(plain, justify=justify))
    (spaced, _), (filled, _) = surface._flow.visible
    assert len(spaced.lines) > 1
    assert len(filled.lines) == len(spaced.lines)
    for line, other in zip(spaced.lines, filled.lines, strict=True):
        for box, same in zip(line.boxes(line.start, line.end), other.boxes(other.start, other.end), strict=True):
            assert same == pytest.approx(box, abs=2)


def test_a_slice_of_a_paragraph_that_the_file_broke_ends_with_a_sentence(show):
    text = "\n".join(["قال البيان إن الرئيس", "شكر. ثم قال", "كلاما آخر"] * 100)
    desk = MemoryDesk(article_of((text, {"level": 1})))
    piece = piece_at(desk, 0)
    assert not piece.last
    assert desk.text(piece.end - 2, piece.end) == ". "


def test_an_urdu_paragraph_in_an_arabic_text_is_set_in_nastaliq(show, plain):
    if not nastaliq.family():
        pytest.skip("no Noto Nastaliq Urdu on this system")
    urdu = ("ہزاروں خواہشیں ایسی کہ ہر خواہش پہ دم نکلے (Ghalib)", {"language": "ur"})
    verse = (urdu[0], {"language": "ur-PK", "kind": BlockKind.QUOTE})
    article = article_of(SENTENCE, urdu, verse)

    def families(surface):
        return [laid.lines[0].frame.layout.font().families()[0] for laid, _ in surface._flow.visible]

    surface = show(article)
    assert families(surface) == [fonts.AMIRI, nastaliq.FAMILY, nastaliq.FAMILY]
    arabic, first, _second = (laid.lines[0] for laid, _ in surface._flow.visible)
    assert first.pitch > arabic.pitch
    formats = first.frame.layout.formats()
    assert [first.frame.text[run.start : run.start + run.length] for run in formats] == ["Ghalib"]
    assert families(show(article, typography=replace(plain, arabic=fonts.NASKH))) == [fonts.NASKH] * 3
