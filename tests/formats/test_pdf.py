"""PDF: letters in their places become text in logical order."""

from __future__ import annotations

import pytest

from reader.document.model import Article, BlockKind, LocatorKind
from reader.errors import CancelledError, FormatError
from reader.formats import Hints, Watch, read
from reader.formats import pdf as pdf_format
from reader.formats.pdf_order import Glyph, logical, rows

SIZE = 12
WIDTH = 6.0  # every glyph is half an em wide

Placed = tuple[float, float, str]


def pdf(pages: list[list[Placed]], info: str = "", size: int = SIZE) -> bytes:
    """Return a PDF whose pages show (x, y, text) from left to right; ``{ab}`` in a text is one glyph of two letters."""
    codes: dict[str, int] = {}
    objects: list[bytes] = []

    def glyphs(text: str) -> list[str]:
        found, place = [], 0
        while place < len(text):
            if text[place] == "{":
                end = text.index("}", place)
                found.append(text[place + 1 : end])
                place = end + 1
            else:
                found.append(text[place])
                place += 1
        return found

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    contents = []
    for page in pages:
        stream = b"BT\n"
        for x, y, text in page:
            written = "".join(f"{codes.setdefault(glyph, len(codes) + 1):04X}" for glyph in glyphs(text))
            stream += f"/F {size} Tf 1 0 0 1 {x} {y} Tm <{written}> Tj\n".encode()
        contents.append(stream + b"ET")
    mapped = "\n".join(f"<{code:04X}> <{glyph.encode('utf-16-be').hex()}>" for glyph, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(codes)} beginbfchar\n{mapped}\nendbfchar\n"
        "endcmap end end"
    ).encode()
    unicode = add(b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap))
    described = add(
        b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 -200 500 800] /Ascent 800 /Descent -200 >>"
    )
    child = add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 500 /CIDToGIDMap /Identity /FontDescriptor %d 0 R"
        b" /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>" % described
    )
    font = add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [%d 0 R]"
        b" /ToUnicode %d 0 R >>" % (child, unicode)
    )
    parent = len(objects) + 2 * len(pages) + 1
    kids = []
    for content in contents:
        stream_number = add(b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content))
        kids.append(
            add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 640 600] /Contents %d 0 R "
                b"/Resources << /Font << /F %d 0 R >> >> >>" % (parent, stream_number, font)
            )
        )
    add(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)))
    catalog = add(b"<< /Type /Catalog /Pages %d 0 R >>" % parent)
    about = add(f"<< {info} >>".encode())
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
            catalog,
            about,
            len(out),
        )
    )


def drawn(text: str, y: float, right: float = 390.0) -> Placed:
    """Return a right-to-left line as it is drawn: from left to right, ending at ``right``."""
    return right - WIDTH * len(text), y, text[::-1]


def lines(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks]


LONG = "كان مرور نحو خمس مئة سنة على ذلك كافيا لفساد العقيدة كما"


def test_drawn_order_becomes_reading_order() -> None:
    article = read(pdf([[drawn("السلام عليكم", 500)]]), Hints(name="a.pdf"))
    assert article.text == "السلام عليكم"
    assert article.direction == "rtl"


def test_digits_and_latin_keep_their_order() -> None:
    visual = "SolarWinds 2020" + " ماظن يف "[::1] + "1550"
    article = read(pdf([[(100.0, 500.0, visual), drawn(LONG, 480)]]), Hints())
    assert article.text.split("\n")[0].startswith("1550 في نظام SolarWinds 2020")


def test_lam_alef_that_is_stored_backwards_is_mended() -> None:
    wrong = "يسلط{أل}ا ن{أل}ا"  # drawn from left to right; the ligature lists alef first
    article = read(pdf([[(100.0, 500.0, wrong)]]), Hints())
    assert article.text == "الأن الأطلسي"


def test_marks_drawn_apart_stand_on_their_letter() -> None:
    glyphs = [Glyph(sign, 6.0 * x, 6.0 * x, 6.0 * x + 6, 500.0, 10.0) for x, sign in enumerate("ىلع ادكؤم")]
    glyphs.append(Glyph("ً", 25.0, 25.0, 27.0, 504.0, 10.0))
    assert logical(rows(glyphs)[0], "rtl", False, False) == "مؤكداً على"


def test_gaps_between_words_become_spaces() -> None:
    article = read(pdf([[drawn("كلمة", 500), drawn("أخرى", 500, 390 - 4 * WIDTH - 4)]]), Hints())
    assert article.text == "كلمة أخرى"


def test_paragraphs_by_indent_and_by_room() -> None:
    page = [
        drawn(LONG, 560, 375),
        drawn(LONG, 545),
        drawn("انتهت.", 530),
        drawn(LONG, 515, 375),
        drawn(LONG, 500),
    ]
    assert lines(read(pdf([page]), Hints())) == [f"{LONG} {LONG} انتهت.", f"{LONG} {LONG}"]


def test_two_columns_are_read_one_after_the_other() -> None:
    right = [f"يمين {number} {LONG[:34]}" for number in "١٢٣٤٥٦"]
    left = [f"يسار {number} {LONG[:34]}" for number in "١٢٣٤٥٦"]
    page = [drawn(text, 560 - 15 * place, 620) for place, text in enumerate(right)]
    page += [drawn(text, 560 - 15 * place, 330) for place, text in enumerate(left)]
    text = read(pdf([page]), Hints()).text
    assert text.index("يمين ٦") < text.index("يسار ١")


def test_verse_in_two_halves_is_read_across() -> None:
    bayts = [("قفا نبك من ذكرى حبيب", "بسقط اللوى بين الدخول"), ("فتوضح فالمقراة لم يعف", "لما نسجتها من جنوب وشمأل")]
    page = [drawn(LONG, 560)]
    for place, (first, second) in enumerate(bayts):
        page += [drawn(first, 540 - 18 * place), drawn(second, 540 - 18 * place, 200)]
    page.append(drawn(LONG, 490))
    article = read(pdf([page]), Hints())
    verses = [article.text[block.start : block.end] for block in article.blocks if block.kind is BlockKind.VERSE]
    assert verses == ["\n".join(bayt) for bayt in bayts]
    assert [article.text[mark.start : mark.end] for mark in article.marks] == ["\n", "\n"]


def test_pages_heads_and_numbers() -> None:
    pages = [
        [drawn("رأس الصفحة", 580), drawn(f"{LONG} {word}", 500), drawn(str(number), 20, 200)]
        for number, word in enumerate(["أول.", "ثان.", "ثالث."], 1)
    ]
    article = read(pdf(pages), Hints())
    assert "رأس" not in article.text
    assert [(item.kind, item.label) for item in article.locators] == [(LocatorKind.PAGE, str(n)) for n in (1, 2, 3)]
    assert "left out" in article.decisions[0]
    assert "رأس" in read(pdf(pages), Hints(as_is=True)).text


def test_title_and_author() -> None:
    article = read(pdf([[drawn("نص", 500)]], "/Title (Some title) /Author (Somebody)"), Hints())
    assert (article.metadata.title, article.metadata.author) == ("Some title", "Somebody")
    assert read(pdf([[drawn("نص", 500)]], "/Title (Microsoft Word - x.doc)"), Hints()).metadata.title == ""


def test_larger_type_is_a_heading() -> None:
    article = read(pdf([[drawn(LONG, 500)]]), Hints())
    assert article.blocks[0].kind is BlockKind.PARAGRAPH


def test_what_cannot_be_read_is_refused_in_one_sentence() -> None:
    with pytest.raises(FormatError, match="OCR"):
        read(pdf([[]]), Hints())
    with pytest.raises(FormatError, match="damaged"):
        read(b"%PDF-1.4\ntrash", Hints())
    with pytest.raises(FormatError, match="which letters"):
        read(pdf([[(100.0, 500.0, "\x01\x04\x05ا\x06\x07")]]), Hints())


def test_cut_files_are_refused_or_read() -> None:
    whole = pdf([[drawn(LONG, 500)]])
    for cut in range(20, len(whole), 211):
        try:
            read(whole[:cut], Hints(name="a.pdf"))
        except FormatError:
            continue


def test_the_watch_stops_it() -> None:
    calls: list[float] = []
    with pytest.raises(CancelledError):
        pdf_format.read(pdf([[drawn(LONG, 500)]] * 20), Hints(), Watch(calls.append, lambda: len(calls) > 1))
