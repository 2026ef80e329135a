"""A plain text keeps its own characters; title, dateline, verse and tail are spans over them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from reader.document.model import Article, Block, BlockKind, Direction, MarkKind
from reader.errors import CancelledError, FormatError
from reader.formats import Hints, Watch, read

if TYPE_CHECKING:
    from pathlib import Path


def texts(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind is kind]


def plain(text: str) -> Article:
    return read(text.encode(), Hints(name="a.txt"))


def assert_covered(article: Article) -> None:
    last = 0
    for block in article.blocks:
        assert last <= block.start < block.end <= len(article.text)
        assert not article.text[last : block.start].strip()
        last = block.end
    assert not article.text[last:].strip()


def test_seed(seed_text: str) -> None:
    article = plain(seed_text)
    assert article.text == seed_text
    assert article.metadata.title == "بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي"
    assert texts(article, BlockKind.DATELINE) == ["واشنطن- يورو عربي |"]
    assert len(texts(article, BlockKind.PARAGRAPH)) == 21
    assert texts(article, BlockKind.BOILERPLATE)[0] == "إقرأ أيضًا:"
    assert len(texts(article, BlockKind.BOILERPLATE)) == 4
    assert (article.language, article.direction, article.encoding) == ("ar", Direction.RTL, "utf-8")
    assert_covered(article)


def test_no_title_where_the_first_line_is_a_sentence() -> None:
    article = plain("ذهب الولد إلى المدرسة.\n\nثم عاد إلى بيته.\n")
    assert article.metadata.title == ""
    assert not texts(article, BlockKind.TITLE)


def test_lines_without_empty_lines_are_paragraphs_of_their_own() -> None:
    article = plain("سطر أول طويل نسبيا عن أمر ما.\nسطر ثان.\nسطر ثالث أطول من كل ما سبقه في هذا النص القصير جدا.\n")
    assert len(article.blocks) == 3


def test_wrapped_lines_are_one_paragraph() -> None:
    sentence = (
        "كان في نيتي أن أسير في سلسلة فجر الإسلام وضحاه وظهره وكان تقديري أن يكون ظهر الإسلام حول خمسة أجزاء أي أربعة. "
    )
    paragraph = "\n".join(textwrap.wrap(sentence * 4, 78))
    article = plain(f"{paragraph}\n\n{paragraph}\n")
    assert [article.text[block.start : block.end] for block in article.blocks] == [paragraph, paragraph]
    assert {block.level for block in article.blocks} == {1}


def test_wrapped_lines_of_a_real_book(corpus: Path) -> None:
    article = read((corpus / "encodings" / "derived" / "ar.utf8-bom.txt").read_bytes(), Hints(name="a.txt"))
    paragraph = next(block for block in article.blocks if "شيئان؛ الأول" in article.text[block.start : block.end])
    assert article.text[paragraph.start : paragraph.end].startswith("وأخيرا اقترح علي")
    assert paragraph.level == 1
    assert not texts(article, BlockKind.VERSE)
    assert_covered(article)


def test_hemistichs_on_lines_of_their_own_become_couplets(corpus: Path) -> None:
    article = read((corpus / "persian-poems" / "hafez.txt").read_bytes(), Hints(name="hafez.txt"))
    verses = texts(article, BlockKind.VERSE)
    assert verses[0] == "الا یا ایها الساقی ادر کأسا و ناولها\nکه عشق آسان نمود اول ولی افتاد مشکل ها"
    assert len(verses) > 4700
    gaps = [mark for mark in article.marks if mark.kind is MarkKind.HEMISTICH_GAP]
    assert {article.text[mark.start : mark.end].strip("\n ") for mark in gaps} == {""}
    assert_covered(article)


def test_couplets_between_empty_lines(corpus: Path) -> None:
    article = read((corpus / "urdu-verse" / "ghalib.txt").read_bytes(), Hints(name="ghalib.txt"))
    assert article.metadata.title == "ہزاروں خواہشیں ایسی"
    assert len(texts(article, BlockKind.VERSE)) == 4
    assert article.language == "ur"


@pytest.mark.parametrize("divider", [" ... ", " *** ", "\t", " %~% ", "      "])
def test_divided_verse_keeps_its_divider(divider: str) -> None:
    lines = [
        f"قفا نبك من ذكرى حبيب ومنزل{divider}بسقط اللوى بين الدخول فحومل",
        f"فتوضح فالمقراة لم يعف رسمها{divider}لما نسجتها من جنوب وشمأل",
    ]
    article = plain("\n".join(lines))
    assert texts(article, BlockKind.VERSE) == lines
    assert [article.text[mark.start : mark.end].strip() for mark in article.marks] == [divider.strip()] * 2


def test_prose_is_no_verse(corpus: Path) -> None:
    article = read((corpus / "encodings" / "derived" / "he.cp1255.txt").read_bytes(), Hints(name="he.txt"))
    assert not texts(article, BlockKind.VERSE)
    assert article.language == "he"


@pytest.mark.parametrize("data", [b"", b" \n\r\n", b"\xef\xbb\xbf", b"\x00" * 100])
def test_empty_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="empty"):
        read(data, Hints(name="a.txt"))


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + b"x" * 50, b"SQLite format 3\0" + bytes(100), bytes(range(256)) * 40]
)
def test_binary_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(FormatError) as refused:
        read(data, Hints(name="a.txt"))
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_watch_hears_of_progress_and_stops() -> None:
    seen: list[float] = []
    read("سطر عن أمر ما.\n".encode() * 20_000, Hints(), Watch(progress=seen.append))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 4
    with pytest.raises(CancelledError):
        read("سطر عن أمر ما.\n".encode() * 20_000, Hints(), Watch(cancelled=lambda: len(seen) > 3))


def test_blocks_are_frozen_spans_of_the_text() -> None:
    article = plain("  عنوان  \n\n   فقرة بمسافات حولها \t\n")
    assert article.blocks == (Block(2, 7, BlockKind.TITLE), Block(14, 32))
