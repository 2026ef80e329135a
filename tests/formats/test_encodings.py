"""Bytes become text in the encoding they are in."""

from __future__ import annotations

import pytest

from reader.errors import CancelledError, FormatError
from reader.formats.encodings import CHOICES, decode, known
from reader.formats.hints import Hints, Watch

ARABIC = (
    "في السياق قال البيت الأبيض إن الرئيس تحدث إلى نظيره لأول مرة منذ توليه منصبه، وأثار ذلك مخاوف "
    "بشأن الأنشطة بما في ذلك معاملة الناقد المسجون. وخلص البيان إلى أهمية القيم المشتركة والتشاور والقدرات؟"
)
HEBREW = "בראשית ברא אלהים את השמים ואת הארץ והארץ היתה תהו ובהו וחשך על פני תהום ורוח אלהים מרחפת על פני המים"


@pytest.mark.parametrize(
    "name", ["windows-1256", "iso-8859-6", "cp720", "utf-16-le", "utf-16-be", "utf-32-le", "utf-8"]
)
@pytest.mark.parametrize("length", [60, len(ARABIC)])
def test_arabic_is_recognised(name: str, length: int) -> None:
    text = ARABIC[:length]
    if name in {"cp720", "iso-8859-6"}:
        text = text.replace("،", "").replace("؟", "")  # the first has neither sign
    decoded = decode(text.encode(name), Hints())
    assert decoded.encoding == name
    assert decoded.text == text
    assert not decoded.warnings


@pytest.mark.parametrize("name", ["windows-1255", "cp862", "utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("length", [40, len(HEBREW)])
def test_hebrew_is_recognised(name: str, length: int) -> None:
    text = HEBREW[:length]
    assert decode(text.encode(name), Hints()).text == text


def test_mac_arabic_is_told_from_iso_8859_6_by_its_own_signs() -> None:
    text = ARABIC.replace("المشتركة", "«المشتركة»") + " باكستان پ چ گ"
    data = text.encode("mac-arabic")
    assert decode(data, Hints()).encoding == "mac-arabic"


def test_byte_order_mark_wins_and_is_no_part_of_the_text() -> None:
    for name in ("utf-8-sig", "utf-16", "utf-32"):
        decoded = decode(ARABIC.encode(name), Hints())
        assert decoded.text == ARABIC, name
        assert not decoded.decisions


def test_a_choice_wins_over_everything() -> None:
    decoded = decode(ARABIC.encode("windows-1256"), Hints(encoding="iso-8859-6"))
    assert decoded.encoding == "iso-8859-6"
    assert decoded.text != ARABIC
    assert "asked" in decoded.decisions[0]


def test_unknown_choice_is_refused_in_one_sentence() -> None:
    with pytest.raises(FormatError, match="klingon"):
        decode(b"abc", Hints(encoding="klingon"))
    for codec in ("rot13", "hex", "idna"):
        with pytest.raises(FormatError):
            known(codec)


def test_every_choice_is_a_codec() -> None:
    assert [known(name) for name, _ in CHOICES] == [name for name, _ in CHOICES]


def test_cut_inside_a_character_keeps_the_rest() -> None:
    data = ARABIC.encode()
    decoded = decode(data[:-1], Hints())
    assert decoded.text == ARABIC[:-1] + "\ufffd"
    assert decoded.encoding == "utf-8"
    assert len(decoded.warnings) == 1


def test_a_few_bad_bytes_are_shown_and_told() -> None:
    broken = ARABIC.encode() + b"\xff" + ARABIC.encode() + b"\xfe\xfe" + ARABIC.encode()
    decoded = decode(broken, Hints())
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") == 3
    assert decoded.text.replace("\ufffd", "") == ARABIC * 3
    assert "3 places" in decoded.warnings[0]


def test_declared_by_the_page_or_by_the_server() -> None:
    page = f'<html><meta charset="windows-1256"><p>{ARABIC}'.encode("windows-1256")
    assert decode(page, Hints()).encoding == "windows-1256"
    short = "מה".encode("windows-1255")
    assert decode(short, Hints(media_type="text/plain; charset=windows-1255")).text == "מה"


def test_a_false_declaration_does_not_win_over_utf8() -> None:
    page = f'<html><meta charset="windows-1256"><p>{ARABIC}'.encode()
    assert ARABIC in decode(page, Hints()).text


def test_newlines_nul_and_surrogates() -> None:
    decoded = decode("ا\r\nب\rت\0ث".encode(), Hints())
    assert decoded.text == "ا\nب\nت\ufffdث"
    assert len(decoded.warnings) == 1
    wide = b"\xff\xfe" + "سلام".encode("utf-16-le") + b"\x00\xd8" + "سلام".encode("utf-16-le")
    assert decode(wide, Hints()).text.count("\ufffd") == 1


def test_the_watch_stops_it() -> None:
    with pytest.raises(CancelledError):
        decode(ARABIC.encode(), Hints(), Watch(cancelled=lambda: True))


@pytest.mark.parametrize(
    ("declared", "written", "name"),
    [
        ("iso-8859-8-i", "iso-8859-8", "iso-8859-8"),
        ("iso-8859-8", "windows-1255", "windows-1255"),
        ("utf-8", "windows-1255", "windows-1255"),
        ("nonsense", "windows-1255", "windows-1255"),
    ],
)
def test_what_pages_declare_is_believed_as_browsers_do(declared: str, written: str, name: str) -> None:
    text = HEBREW if written == "iso-8859-8" else HEBREW.replace("אלהים", "אֱלֹהִים")
    page = f'<html><meta charset="{declared}"><p>{text}'.encode(written)
    decoded = decode(page, Hints())
    assert decoded.encoding == name
    assert text in decoded.text


def test_arabic_that_declares_itself_western_is_turned_back() -> None:
    page = f'<html><meta charset="iso-8859-1"><p>{ARABIC}'.encode("windows-1256")
    decoded = decode(page, Hints())
    assert ARABIC in decoded.text
    assert decoded.decisions


def test_short_texts() -> None:
    assert decode("سلام".encode("utf-16-le"), Hints()).text == "سلام"
    assert decode("שלום".encode("utf-16-be"), Hints()).text == "שלום"
    assert decode("café".encode("latin-1"), Hints()).text == "café"
    assert decode("نعم".encode("windows-1256"), Hints()).text == "نعم"


def test_a_choice_that_does_not_fit_the_bytes_is_read_as_far_as_it_goes() -> None:
    assert decode(ARABIC.encode("utf-16"), Hints(encoding="utf-16")).text == ARABIC
    assert decode(ARABIC.encode("utf-16-be"), Hints(encoding="utf-16-be")).text == ARABIC
    assert decode(ARABIC.encode(), Hints(encoding="utf-16")).encoding == "utf-16-le"


def test_an_odd_byte_at_the_end_of_utf_16() -> None:
    decoded = decode(HEBREW.encode("utf-16-le")[:-1], Hints())
    assert decoded.text == HEBREW[:-1] + "\ufffd"
    assert "1 place," in decoded.warnings[0]
