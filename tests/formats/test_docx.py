"""Word documents: what is written, in order, with its notes, lists, tables and pages."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from reader.document.model import Article, BlockKind, Direction, LocatorKind, MarkKind
from reader.errors import FormatError
from reader.formats import Hints, read
from reader.formats.list_labels import label

if TYPE_CHECKING:
    from pathlib import Path

W = 'xmlns:w="http://w" xmlns:r="http://r" xmlns:mc="http://mc" xmlns:a="http://a" xmlns:wp="http://wp" xmlns:m="http://m"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"
STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:bidi/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Mine"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>"""
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="arabicAbjad"/><w:lvlText w:val="%1)"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
NOTES = f"""<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>لا</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>نص الحاشية</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
COMMENT = '<w:comment w:id="5" w:author="ليلى"><w:p><w:r><w:t>تعليق</w:t></w:r></w:p></w:comment>'
COMMENTS = f"<w:comments {W}>{COMMENT}</w:comments>"
RELATIONS = f"""<Relationships><Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="n" Type="{OFFICE}/numbering" Target="numbering.xml"/>
<Relationship Id="f" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>
<Relationship Id="c" Type="{OFFICE}/comments" Target="/word/comments.xml"/>
<Relationship Id="i" Type="{OFFICE}/image" Target="media/a.png"/>
<Relationship Id="h" Type="{OFFICE}/hyperlink" Target="https://x.example/" TargetMode="External"/></Relationships>"""
CORE = '<cp:p xmlns:cp="c" xmlns:dc="d"><dc:title>Microsoft Word - a.doc</dc:title><dc:creator>كاتب</dc:creator></cp:p>'


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def document(body: str, **parts: str) -> Article:
    packed = io.BytesIO()
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships>"
        f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="b" Type="{OFFICE}/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": CORE,
        "word/document.xml": f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": RELATIONS,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": NOTES,
        "word/comments.xml": COMMENTS,
        "word/media/a.png": PNG,
        **parts,
    }
    with zipfile.ZipFile(packed, "w") as archive:
        for name, value in files.items():
            archive.writestr(name, value)
    return read(packed.getvalue(), Hints(name="a.docx"))


def lines(article: Article) -> list[tuple[BlockKind, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def test_headings_title_and_direction_through_styles() -> None:
    article = document(
        paragraph("عنوان الوثيقة", '<w:pStyle w:val="T"/>')
        + paragraph("فصل", '<w:pStyle w:val="X"/>')
        + paragraph("فقرة", '<w:bidi w:val="0"/>')
        + paragraph("قسم", '<w:outlineLvl w:val="1"/>')
    )
    assert lines(article) == [
        (BlockKind.TITLE, "عنوان الوثيقة"),
        (BlockKind.HEADING, "فصل"),
        (BlockKind.PARAGRAPH, "فقرة"),
        (BlockKind.HEADING, "قسم"),
    ]
    assert [block.level for block in article.blocks] == [0, 1, 0, 2]
    assert article.blocks[1].direction is Direction.RTL
    assert article.blocks[2].direction is Direction.AUTO
    assert (article.metadata.title, article.metadata.author) == ("عنوان الوثيقة", "كاتب")


def test_lists_count_as_their_author_does() -> None:
    def item(level: int) -> str:
        return paragraph("بند", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    article = document(item(0) + item(0) + item(1) + item(1) + item(0) + item(1))
    assert [block.label for block in article.blocks] == ["أ)", "ب)", "ب.1", "ب.2", "ج)", "ج.1"]


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (15, "hebrew1", "טו"),
        (116, "hebrew1", "קטז"),
        (744, "hebrew1", "תשדמ"),
        (4, "arabicAbjad", "د"),
        (9, "lowerRoman", "ix"),
    ],
)
def test_labels(number: int, form: str, expected: str) -> None:
    assert sorted(label(number, form)) == sorted(expected)


def test_tables_keep_rows_and_columns() -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    table = (
        "<w:tbl><w:tr>"
        + cell.format('<w:gridSpan w:val="2"/>', paragraph("أ") + paragraph("ب"))
        + cell.format("", paragraph("ج"))
        + "</w:tr><w:tr>"
        + cell.format("", "<w:p/>")
        + cell.format("", paragraph("د"))
        + "</w:tr></w:tbl>"
    )
    article = document(table)
    cells = [(block.row, block.column, article.text[block.start : block.end]) for block in article.blocks]
    assert cells == [(0, 0, "أ\nب"), (0, 2, "ج"), (1, 1, "د")]


def test_notes_and_comments_come_after_their_chapter() -> None:
    article = document(
        "<w:p><w:r><w:t>نص</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t> بقية</w:t></w:r>"
        "<w:r><w:commentReference w:id='5'/></w:r></w:p>" + paragraph("فصل ثان", '<w:pStyle w:val="H1"/>')
    )
    assert lines(article) == [
        (BlockKind.PARAGRAPH, "نص1 بقية[1]"),
        (BlockKind.FOOTNOTE, "نص الحاشية"),
        (BlockKind.FOOTNOTE, "تعليق"),
        (BlockKind.HEADING, "فصل ثان"),
    ]
    references = [mark.target for mark in article.marks if mark.kind is MarkKind.NOTE_REFERENCE]
    assert references == [article.blocks[1].anchor, article.blocks[2].anchor]
    assert article.blocks[2].label == "[1] ليلى"


def test_runs() -> None:
    article = document(
        "<w:p><w:r><w:rPr><w:bCs/></w:rPr><w:t>غامق</w:t></w:r><w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> مضاف</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>خفي</w:t></w:r>"
        "<w:r><w:br/><w:t>سطر</w:t><w:tab/>"
        "<w:t>جدولة</w:t></w:r><w:hyperlink r:id='h'><w:r><w:t>رابط</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:sdt><w:sdtContent><w:r><w:t>حقل</w:t></w:r></w:sdtContent></w:sdt>"
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>"
    )
    assert article.text == "غامق مضاف\nسطر جدولةرابطحقلx=1"
    assert [(mark.kind, mark.target) for mark in article.marks] == [
        (MarkKind.STRONG, ""),
        (MarkKind.LINK, "https://x.example/"),
    ]


def test_pictures_and_text_boxes_once() -> None:
    box = f"<w:txbxContent>{paragraph('في الإطار')}</w:txbxContent>"
    article = document(
        "<w:p><w:r><w:t>قبل</w:t><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr='رسم'/>"
        f"<a:blip r:embed='i'/>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent><w:t> بعد</w:t></w:r></w:p>"
    )
    assert lines(article) == [
        (BlockKind.PARAGRAPH, "قبل بعد"),
        (BlockKind.IMAGE, "\ufffc"),
        (BlockKind.PARAGRAPH, "في الإطار"),
    ]
    assert (article.blocks[1].label, article.resources[0].data) == ("رسم", PNG)


def test_rendered_pages_become_locators() -> None:
    article = document(paragraph("أول") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>ثان</w:t></w:r></w:p>")
    assert [(page.offset, page.kind, page.label) for page in article.locators] == [
        (0, LocatorKind.PAGE, "1"),
        (4, LocatorKind.PAGE, "2"),
    ]


def test_damaged_documents_are_refused() -> None:
    with pytest.raises(FormatError, match="well-formed"):
        document("<w:p>")
    with pytest.raises(FormatError, match="entities"):
        document("", **{"word/styles.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'})
    with pytest.raises(FormatError, match="levels deep"):
        document("<w:p>" + "<w:smartTag>" * 20_000 + "</w:smartTag>" * 20_000 + "</w:p>")
    with pytest.raises(FormatError, match="no text"):
        document("<w:p/>")


@pytest.mark.parametrize("name", ["docx4j_arabic_align", "docx4j_arabic_numbering"])
def test_real_documents_keep_every_word(corpus: Path, name: str) -> None:
    path = corpus / "docx" / f"{name}.docx"
    article = read(path.read_bytes(), Hints(name=path.name))
    with zipfile.ZipFile(path) as archive:
        source = archive.read("word/document.xml").decode("utf-8-sig")
    paragraphs = ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part)) for part in source.split("</w:p>")]
    words = " ".join(paragraphs).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").split()
    assert article.text.split() == words
