"""The builder folds white space, joins blocks and keeps marks inside them."""

from __future__ import annotations

from reader.document.model import Block, BlockKind, LocatorKind, Mark, MarkKind, Resource
from reader.formats.builder import OBJECT, Builder


def test_blocks_are_joined_by_one_newline_and_spaces_fold() -> None:
    builder = Builder()
    builder.write("  كلمة \n\t أخرى ")
    builder.write(" ثم")
    builder.open(Block(0, 0, BlockKind.HEADING, 2))
    builder.write("عنوان  ")
    built = builder.finish()
    assert built.text == "كلمة أخرى ثم\nعنوان"
    assert [(block.start, block.end, block.kind) for block in built.blocks] == [
        (0, 12, BlockKind.PARAGRAPH),
        (13, 18, BlockKind.HEADING),
    ]


def test_an_empty_block_leaves_nothing_behind() -> None:
    builder = Builder()
    builder.write("أ")
    builder.open(Block(0, 0))
    builder.write("   ")
    builder.break_line()
    builder.open(Block(0, 0))
    builder.write("ب")
    built = builder.finish()
    assert built.text == "أ\nب"
    assert len(built.blocks) == 2


def test_a_mark_over_two_blocks_becomes_two() -> None:
    builder = Builder()
    builder.write("قبل ")
    mark = builder.begin(MarkKind.STRONG)
    builder.write("غامق ")
    builder.open(Block(0, 0))
    builder.write("أيضا")
    builder.end(mark)
    builder.write(" بعد")
    built = builder.finish()
    assert [built.text[mark.start : mark.end] for mark in built.marks] == ["غامق", "أيضا"]


def test_line_breaks_and_trailing_breaks() -> None:
    builder = Builder()
    builder.break_line()
    builder.write("صدر ")
    builder.break_line()
    builder.write(" عجز")
    builder.break_line()
    assert builder.finish().text == "صدر\nعجز"


def test_a_locator_waits_for_its_text() -> None:
    builder = Builder()
    builder.write("أول")
    builder.locate(LocatorKind.PAGE, "2")
    builder.open(Block(0, 0))
    builder.write("  ثان")
    built = builder.finish()
    assert [(locator.offset, locator.label) for locator in built.locators] == [(4, "2")]


def test_note_references_make_footnotes_and_the_way_back_is_a_link() -> None:
    builder = Builder()
    builder.write("نص")
    builder.anchor("r1")
    reference = builder.begin(MarkKind.NOTE_REFERENCE, "n1")
    builder.write("١")
    builder.end(reference)
    builder.open(Block(0, 0))
    builder.anchor("n1")
    back = builder.begin(MarkKind.NOTE_REFERENCE, "r1")
    builder.write("١")
    builder.end(back)
    builder.write(" الحاشية")
    lost = builder.begin(MarkKind.LINK, "#nowhere")
    builder.write(" ضائع")
    builder.end(lost)
    built = builder.finish()
    assert built.blocks[1].kind is BlockKind.FOOTNOTE
    assert (built.blocks[1].label, built.blocks[1].anchor) == ("١", "n1")
    assert built.marks == (
        Mark(2, 3, MarkKind.NOTE_REFERENCE, "n1"),
        Mark(4, 5, MarkKind.LINK, "#" + built.blocks[0].anchor),
    )


def test_an_image_is_a_block_of_one_sign() -> None:
    builder = Builder()
    builder.write("قبل")
    builder.image(Resource("a.png", "image/png", b"x"), " صورة\nما ")
    builder.write("بعد")
    built = builder.finish()
    assert built.text == f"قبل\n{OBJECT}\nبعد"
    assert (built.blocks[1].kind, built.blocks[1].label, built.blocks[1].resource) == (
        BlockKind.IMAGE,
        "صورة ما",
        "a.png",
    )
    assert built.resources == (Resource("a.png", "image/png", b"x"),)


def test_couplets_join_two_blocks() -> None:
    builder = Builder()
    builder.open(Block(0, 0, BlockKind.VERSE))
    builder.write("صدر البيت")
    builder.open(Block(0, 0, BlockKind.VERSE))
    builder.write("عجز البيت")
    builder.close()
    builder.join_couplet(0)
    built = builder.finish()
    assert [(block.start, block.end) for block in built.blocks] == [(0, 19)]
    assert built.marks == (Mark(9, 10, MarkKind.HEMISTICH_GAP),)
