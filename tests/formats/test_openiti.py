"""OpenITI texts: tags become headings, verse and locators and leave the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.document.model import Article, BlockKind, MarkKind
from reader.formats import Hints, read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """######OpenITI#

#META# 010.AuthorNAME	:: أبو العلاء المعري
#META# 020.BookTITLE	:: رسالة الغفران
#META# 043.EdEDITOR	:: بنت الشاطئ
#META# 044.EdPUBLISHER	:: NODATA
#META# 045.EdYEAR	:: 1397
#META#Header#End#

### | باب أول
# هذا نص الصفحة الأولى ms001 PageV01P001 وهنا تبدأ
~~الصفحة الثانية من الكتاب.
# قفا نبك من ذكرى حبيب ومنزل %~% بسقط اللوى بين الدخول فحومل
PageV01P002
### || فصل
# نص الصفحة الثالثة @QB@ قل هو الله أحد @QE@
PageV01P003
"""


def openiti(text: str = TEXT) -> Article:
    return read(text.encode(), Hints(name="0449Macarri.RisalaGhufran-ara1"))


def test_a_page_tag_closes_its_page() -> None:
    article = openiti()
    pages = {locator.label: article.text[locator.offset :] for locator in article.locators}
    assert pages["1:1"].startswith("باب أول")
    assert pages["1:2"].startswith("وهنا تبدأ الصفحة الثانية")
    assert pages["1:3"].startswith("فصل")
    assert "Page" not in article.text


def test_a_page_that_ends_behind_the_last_word_begins_inside_the_text() -> None:
    article = openiti(TEXT + "   \nPageV01P004\n# \nPageV01P005\n")
    assert all(locator.offset <= len(article.text) for locator in article.locators)


def test_blocks_and_verse() -> None:
    article = openiti()
    assert [(block.kind, block.level) for block in article.blocks] == [
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.VERSE, 0),
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
    ]
    assert article.text.split("\n")[2:4] == ["قفا نبك من ذكرى حبيب ومنزل", "بسقط اللوى بين الدخول فحومل"]
    assert [(mark.kind, article.text[mark.start : mark.end]) for mark in article.marks] == [
        (MarkKind.HEMISTICH_GAP, "\n")
    ]
    assert article.text.endswith("قل هو الله أحد")


def test_metadata_holds_what_the_header_gives_and_no_more() -> None:
    metadata = openiti().metadata
    assert (metadata.title, metadata.author, metadata.editor) == ("رسالة الغفران", "أبو العلاء المعري", "بنت الشاطئ")
    assert (metadata.year, metadata.calendar, metadata.publisher) == ("1397", "hijri", "")


def test_real_book_with_a_json_header(corpus: Path) -> None:
    path = corpus / "epub-hindawi" / "38307359.openiti.txt"
    article = read(path.read_bytes(), Hints(name=path.name))
    assert (article.metadata.title, article.metadata.author) == ("يوم الإسلام", "أحمد أمين")
    assert "META" not in article.text
    assert [block.kind for block in article.blocks].count(BlockKind.HEADING) >= 3
    words = path.read_text("utf-8").split("#META#Header#End#")[1].replace("# |", " ").split()
    assert article.text.split() == words
