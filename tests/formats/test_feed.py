"""Feeds and saved pages."""

from __future__ import annotations

import base64

import pytest

from reader.document.model import BlockKind, MarkKind
from reader.errors import FormatError
from reader.formats import Hints, read

RSS = """<?xml version="1.0" encoding="windows-1255"?><rss version="2.0"><channel><title>חדשות היום</title>
<link>https://news.example/</link><language>he</language><description>לא</description>
<item><title>כותרת ראשונה &amp; עוד</title><link>https://news.example/1</link>
<description>&lt;p&gt;פסקה &lt;b&gt;ראשונה&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;פסקה שנייה.&lt;/p&gt;&lt;img src="x"&gt;</description></item>
<item><title>כותרת שנייה</title>
<description><![CDATA[טקסט פשוט<br><br>ועוד]]></description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>مدونة</title>
<entry><title>تدوينة</title>
<link href="https://blog.example/1"/>
<content type="xhtml"><div><p>نص <em>مائل</em></p></div></content></entry></feed>"""


def test_rss_in_windows_1255() -> None:
    article = read(RSS.encode("windows-1255"), Hints(name="feed.xml"))
    assert article.text.split("\n") == [
        "כותרת ראשונה & עוד",
        "פסקה ראשונה.",
        "פסקה שנייה.",
        "כותרת שנייה",
        "טקסט פשוט",
        "ועוד",
    ]
    assert (article.metadata.title, article.encoding, article.language) == ("חדשות היום", "windows-1255", "he")
    assert [block.kind for block in article.blocks].count(BlockKind.HEADING) == 2
    assert (article.marks[0].kind, article.marks[0].target) == (MarkKind.LINK, "https://news.example/1")


def test_a_feed_that_does_not_say_its_encoding() -> None:
    data = RSS.replace(' encoding="windows-1255"', "").encode("windows-1255")
    assert read(data, Hints(name="feed.xml")).metadata.title == "חדשות היום"


def test_atom() -> None:
    article = read(ATOM.encode(), Hints(name="a.atom"))
    assert article.text == "تدوينة\nنص مائل"
    assert article.metadata.title == "مدونة"


def test_a_feed_without_entries_is_refused() -> None:
    with pytest.raises(FormatError, match="no entries"):
        read(b"<rss><channel><title>x</title></channel></rss>", Hints(name="a.xml"))


def test_a_saved_page_with_its_pictures() -> None:
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20" + bytes(700)
    page = (
        '<html dir="rtl"><body><h1>عنوان</h1><p>نص الصفحة.</p><img src="/a.png"><img src="http://other.example/b.png">'
    )
    saved = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://x.example/p\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html"; boundary="B"\n\n--B\n'
        "Content-Type: text/html\nContent-Transfer-Encoding: base64\nContent-Location: https://x.example/p\n\n"
        f"{base64.encodebytes(page.encode()).decode()}\n--B\nContent-Type: image/png\n"
        "Content-Transfer-Encoding: base64\nContent-Location: https://x.example/a.png\n\n"
        f"{base64.encodebytes(png).decode()}\n--B--\n"
    )
    article = read(saved.encode(), Hints(name="page.mhtml"))
    assert article.text == "عنوان\nنص الصفحة.\n\ufffc"
    assert [resource.data for resource in article.resources] == [png]
    assert article.metadata.url == "https://x.example/p"
    with pytest.raises(FormatError):
        read(saved[: saved.index("--B\n")].encode(), Hints(name="page.mhtml"))
