"""Books: reading order, contents, notes, pages, pictures; damaged and hostile ones are refused in one sentence."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from reader.document.model import Article, BlockKind, Direction, LocatorKind, MarkKind
from reader.errors import CancelledError, FormatError
from reader.formats import Hints, Watch, epub, read

if TYPE_CHECKING:
    from pathlib import Path

CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"
ONE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" dir="rtl" lang="ar"><head>
<title>لا يظهر</title><style>p{}</style></head><body><h1>الفصل&nbsp;الأول</h1>
<p><span epub:type="pagebreak" id="pg7" title="7"/>قال المؤلف<a epub:type="noteref" href="#n1">١</a> كلاما
 طويلا<br/>ثم <em>سكت</em>، <span dir="ltr" lang="en">SolarWinds</span>.</p>
<div class="poem"><div class="line"><div>قفا نبك من ذكرى</div><div>حبيب ومنزل</div></div>
<div class="line"><div>بسقط اللوى</div><div>بين الدخول</div></div></div>
<ul><li>أول</li><li>ثان<ol start="3"><li>داخل</li></ol></li></ul>
<table><tr><td>أ</td><td>ب</td></tr><tr><td colspan="2"><p>ج</p><p>د</p></td></tr></table>
<p><img src="../OPS/img/a.png" alt="صورة"/></p><p><img src="https://evil.example/x.png"/>
<a href="two.xhtml#x">إلى الثاني</a>
<a href="file:///etc/passwd">ملف</a></p><script>alert(1)</script>
<aside epub:type="footnote" id="n1"><p>حاشية أولى <a href="#r">↩</a></p></aside></body></html>"""
TWO = '<html><body><p class="t" id="x">الفصل الثاني</p><p>نص ثان<p>لم يغلق</body></html>'
NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc">'
    '<ol><li><a href="one.xhtml">الفصل الأول</a></li><li><a href="two.xhtml#x">٢ - الفصل الثَّاني</a></li></ol></nav>'
    '<nav epub:type="page-list"><ol><li><a href="one.xhtml#pg7">٧</a></li></ol></nav></body></html>'
)
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:opf="http://www.idpf.org/2007/opf" version="3.0"><metadata><dc:title>كتاب</dc:title>
<dc:creator opf:role="aut">مؤلف</dc:creator><dc:creator id="t">مترجم</dc:creator>
<meta refines="#t" property="role">trl</meta>
<dc:publisher>دار</dc:publisher><dc:date>٢٠١٤</dc:date><dc:language>ar</dc:language></metadata><manifest>
<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>"""


def book(**changes: str | bytes | None) -> bytes:
    parts: dict[str, str | bytes | None] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/p.opf": PACKAGE,
        "OPS/one.xhtml": ONE,
        "OPS/two.xhtml": TWO,
        "OPS/nav.xhtml": NAV,
        "OPS/img/a.png": PNG,
    }
    parts.update({name.replace("__", "/").replace("_", "."): value for name, value in changes.items()})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in parts.items():
            if value is not None:
                archive.writestr(name, value)
    return packed.getvalue()


def texts(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind is kind]


def test_text_in_reading_order_without_markup_and_scripts() -> None:
    article = read(book(), Hints(name="a.epub"))
    assert article.text.split("\n") == [
        "الفصل\xa0الأول",
        "قال المؤلف١ كلاما طويلا",
        "ثم سكت، SolarWinds.",
        "قفا نبك من ذكرى",
        "حبيب ومنزل",
        "بسقط اللوى",
        "بين الدخول",
        "أول",
        "ثان",
        "داخل",
        "أ",
        "ب",
        "ج",
        "د",
        "\ufffc",
        "إلى الثاني ملف",
        "حاشية أولى",
        "الفصل الثاني",
        "نص ثان",
        "لم يغلق",
    ]
    assert (article.language, article.direction, article.metadata.title) == ("ar", Direction.RTL, "كتاب")


def test_blocks() -> None:
    article = read(book(), Hints())
    assert texts(article, BlockKind.VERSE) == ["قفا نبك من ذكرى\nحبيب ومنزل", "بسقط اللوى\nبين الدخول"]
    assert [(b.label, b.level) for b in article.blocks if b.kind is BlockKind.LIST_ITEM] == [
        ("•", 0),
        ("•", 0),
        ("3.", 1),
    ]
    cells = [(b.row, b.column) for b in article.blocks if b.kind is BlockKind.TABLE_CELL]
    assert cells == [(0, 0), (0, 1), (1, 0)]
    assert texts(article, BlockKind.TABLE_CELL)[2] == "ج\nد"
    assert texts(article, BlockKind.HEADING) == ["الفصل\xa0الأول", "الفصل الثاني"]
    assert texts(article, BlockKind.FOOTNOTE) == ["حاشية أولى"]


def test_marks_notes_links_and_pages() -> None:
    article = read(book(), Hints())
    found = {mark.kind: (article.text[mark.start : mark.end], mark.target) for mark in article.marks}
    note = next(block for block in article.blocks if block.kind is BlockKind.FOOTNOTE)
    assert found[MarkKind.NOTE_REFERENCE] == ("١", note.anchor)
    assert note.label == "١"
    second = next(block for block in article.blocks if article.text[block.start : block.end] == "الفصل الثاني")
    assert found[MarkKind.LINK] == ("إلى الثاني", "#" + second.anchor)
    assert found[MarkKind.EMPHASIS][0] == "سكت"
    span = next(mark for mark in article.marks if mark.kind is MarkKind.SPAN)
    assert (article.text[span.start : span.end], span.direction, span.language) == ("SolarWinds", Direction.LTR, "en")
    assert "passwd" not in str(article.marks)
    assert [(p.label, article.text[p.offset :][:4]) for p in article.locators if p.kind is LocatorKind.PAGE] == [
        ("٧", "قال ")
    ]


def test_metadata_and_pictures() -> None:
    article = read(book(), Hints())
    assert (article.metadata.author, article.metadata.translator) == ("مؤلف", "مترجم")
    assert (article.metadata.publisher, article.metadata.year) == ("دار", "2014")
    image = next(block for block in article.blocks if block.kind is BlockKind.IMAGE)
    assert image.label == "صورة"
    assert [(resource.name, resource.data) for resource in article.resources] == [(image.resource, PNG)]


def test_contents_without_headings_become_locators() -> None:
    nav = NAV.replace("الفصل الثَّاني", "عنوان آخر")
    article = read(book(OPS__nav_xhtml=nav), Hints())
    chapters = [locator for locator in article.locators if locator.kind is LocatorKind.CHAPTER]
    assert [(c.label, article.text[c.offset :][:12]) for c in chapters] == [("٢ - عنوان آخر", "الفصل الثاني")]


def test_a_missing_part_is_told_and_the_rest_is_read() -> None:
    article = read(book(OPS__two_xhtml=None), Hints())
    assert "two.xhtml" in article.warnings[0]
    assert "حاشية أولى" in article.text


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"META-INF__container_xml": None}, "container"),
        ({"OPS__p_opf": None}, "missing"),
        ({"OPS__p_opf": "<package><spine>"}, "well-formed"),
        ({"META-INF__container_xml": CONTAINER.replace("OPS/p.opf", "../../etc/passwd")}, "outside"),
        ({"OPS__p_opf": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + PACKAGE[21:]}, "entities"),
        ({"OPS__one_xhtml": '<!DOCTYPE a [<!ENTITY x "y">]><html><p>&x;</p></html>'}, "entities"),
        ({"OPS__one_xhtml": b"<p>" + b"a" * (70 << 20)}, "MB"),
        ({"OPS__one_xhtml": b"<p>" + b"a" * (20 << 20)}, "bomb"),
        (
            {
                "META-INF__encryption_xml": "<encryption><EncryptedData><EncryptionMethod Algorithm='aes'/>"
                "<CipherReference URI='OPS/one.xhtml'/></EncryptedData></encryption>"
            },
            "DRM",
        ),
    ],
)
def test_damaged_and_hostile_books_are_refused(changes: dict[str, str | bytes | None], word: str) -> None:
    with pytest.raises(FormatError, match=word) as refused:
        read(book(**changes), Hints(name="a.epub"))
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_cut_and_flipped_archives_are_refused_or_read() -> None:
    whole = book()
    for cut in (40, len(whole) // 2, len(whole) - 10):
        with pytest.raises(FormatError):
            read(whole[:cut], Hints(name="a.epub"))
    for place in range(60, len(whole), 97):
        try:
            read(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :], Hints())
        except FormatError:
            continue


def test_deep_nesting_is_no_danger() -> None:
    article = read(
        book(OPS__two_xhtml="<html><body>" + "<div>" * 20_000 + "عميق" + "</div>" * 20_000 + "</body></html>"), Hints()
    )
    assert article.text.endswith("عميق")


def test_a_crowd_of_entries_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        for number in range(20_001):
            archive.writestr(f"x/{number}", b"")
    with pytest.raises(FormatError, match="entries"):
        read(packed.getvalue(), Hints())


def test_a_symbolic_link_is_refused() -> None:
    packed = io.BytesIO(book(OPS__one_xhtml=None))
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo("OPS/one.xhtml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(FormatError, match="link"):
        read(packed.getvalue(), Hints())


def test_the_watch_stops_a_book() -> None:
    calls: list[float] = []
    with pytest.raises(CancelledError):
        epub.read(book(), Hints(), Watch(calls.append, lambda: len(calls) > 1))


def test_common_faults_of_packages_are_borne() -> None:
    package = "\n " + PACKAGE.replace("كتاب", "كتاب & حكاية")
    assert read(book(OPS__p_opf=package), Hints()).metadata.title == "كتاب & حكاية"


@pytest.mark.parametrize("part", ["", "&", "<!-- ", "<", "\0", "<?xml version='1.0'?>"])
def test_a_part_that_is_nothing_is_passed_over(part: str) -> None:
    assert "حاشية أولى" in read(book(OPS__two_xhtml=part), Hints()).text


def test_a_part_in_an_old_encoding() -> None:
    part = '<?xml version="1.0" encoding="windows-1256"?><html><body><p>نص قديم</p></body></html>'
    assert read(book(OPS__two_xhtml=part.encode("windows-1256")), Hints()).text.endswith("نص قديم")


@pytest.mark.parametrize("name", ["00-good", "01-zip-slip", "02-absolute-path"])
def test_harmless_tricks_give_the_text(corpus: Path, name: str) -> None:
    article = read((corpus / "hostile" / f"{name}.epub").read_bytes(), Hints())
    assert article.text == "نص عربي سليم."


def test_real_hebrew_book(corpus: Path) -> None:
    article = read((corpus / "epub-idpf" / "israelsailing.epub").read_bytes(), Hints())
    assert (article.metadata.title, article.metadata.author) == ("מפליגים בישראל", "אורי עידן")
    assert (article.language, article.direction) == ("he", Direction.RTL)
    assert len(article.resources) == 7
    assert sum(block.kind is BlockKind.HEADING for block in article.blocks) >= 20
