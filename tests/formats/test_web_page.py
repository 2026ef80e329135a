"""Web pages: the article and nothing beside it; hostile pages do no harm."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from reader.document.model import Article, BlockKind, MarkKind
from reader.errors import CancelledError
from reader.formats import Hints, Watch, read, web_page

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "وقال المتحدث باسم الوزارة إن المشروع الجديد سيوفر آلاف فرص العمل في المناطق الريفية خلال العامين المقبلين"
NEWS = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>خطة جديدة لتنمية الريف العربي والمدن الصغيرة - صحيفة ما</title>
<meta property="og:title" content="خطة جديدة لتنمية الريف العربي والمدن الصغيرة | صحيفة ما">
<meta property="og:site_name" content="صحيفة ما">
<meta property="article:published_time" content="2024-05-06T07:08:09Z">
<link rel="canonical" href="https://news.example/1">
<script type="application/ld+json">
{{"@type":"NewsArticle","author":[{{"name":"سلمى حداد"}}],"headline":"x"}}</script></head>
<body><div id="top-menu" class="main-menu"><ul><li><a href="/">الرئيسية</a></li>
<li><a href="/s">رياضة</a></li></ul></div>
<div class="container">
<div class="title-area"><h1>خطة جديدة لتنمية الريف العربي والمدن الصغيرة</h1></div>
<div class="breaking-ticker"><a href="/b">عاجل: خبر لا علاقة له بهذا المقال على الإطلاق</a></div>
<div class="article-body">
<p>{SENTENCE} الأول.</p><div class="social-share">
<a href="#">شارك</a></div><p>{SENTENCE} الثاني مع <a href="/deep">رابط</a> و<b>تأكيد</b>.</p>
<h2>عنوان فرعي</h2><p>{SENTENCE} الثالث.</p>
<p>لا.</p><p>اقرأ أيضا: <a href="/o">خبر آخر لا علاقة له بهذا المقال من قريب أو بعيد</a></p>
<figure><img src="z.jpg"><figcaption><p>صورة أرشيفية لمبنى الوزارة لا توجد في هذا الملف</p></figcaption></figure>
<section aria-labelledby="podcast-promo"><p>بودكاست أسبوعي طويل عن أمور أخرى لا صلة لها بالريف.</p></section>
<div class="related-posts">
<h3>اقرأ أيضا</h3><p><a href="/r">خبر قديم آخر عن موضوع مختلف تماما</a></p></div>
<p>{SENTENCE} الرابع<sup><a href="#fn1">[1]</a></sup>.</p>
<blockquote>اقتباس طويل من كلام الوزير عن أهمية هذه الخطة</blockquote>
<p>{SENTENCE} الخامس.</p><p id="fn1">[1] حاشية تشرح المصدر وتذكر رقم الصفحة في التقرير.</p></div>
<div class="tags"><a href="/t">ريف</a></div></div><aside><h3>الأكثر قراءة</h3><p>{SENTENCE} في الشريط.</p></aside>
<section id="comments"><p>تعليق طويل من قارئ غاضب لا صلة له بما في المقال ولا بما فيه.</p></section>
<form><p>لن يتم نشر عنوان بريدك الإلكتروني</p></form><footer>جميع الحقوق محفوظة</footer></body></html>"""


def page(body: str, head: str = "") -> Article:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), Hints(name="a.html"))


def lines(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks]


@pytest.mark.parametrize("name", ["page.html", "page1256.html"])
def test_the_seeds_page_gives_its_paragraphs_and_none_of_the_rest(corpus: Path, seed_text: str, name: str) -> None:
    article = read((corpus / "html-made" / name).read_bytes(), Hints(name=name))
    seed = [line for line in seed_text.split("\n") if line]
    assert lines(article)[:22] == seed[:22]
    assert lines(article)[22:] == ["قائمة أولى", "قائمة ثانية"]
    assert article.blocks[0].kind is BlockKind.TITLE
    assert (article.metadata.title, article.metadata.author) == (seed[0], "يورو عربي")
    assert article.metadata.published.startswith("2021-01-27")
    assert "left out" in article.decisions[-1]


def test_a_news_page() -> None:
    article = read(NEWS.encode(), Hints(name="a.html", url="https://news.example/1?x"))
    assert lines(article) == [
        "خطة جديدة لتنمية الريف العربي والمدن الصغيرة",
        f"{SENTENCE} الأول.",
        f"{SENTENCE} الثاني مع رابط وتأكيد.",
        "عنوان فرعي",
        f"{SENTENCE} الثالث.",
        "لا.",
        f"{SENTENCE} الرابع[1].",
        "اقتباس طويل من كلام الوزير عن أهمية هذه الخطة",
        f"{SENTENCE} الخامس.",
        "[1] حاشية تشرح المصدر وتذكر رقم الصفحة في التقرير.",
    ]
    assert article.blocks[-1].kind is BlockKind.FOOTNOTE
    links = [mark.target for mark in article.marks if mark.kind is MarkKind.LINK]
    assert links == ["https://news.example/deep"]
    metadata = article.metadata
    assert (metadata.title, metadata.site) == ("خطة جديدة لتنمية الريف العربي والمدن الصغيرة", "صحيفة ما")
    assert (metadata.author, metadata.published) == ("سلمى حداد", "2024-05-06T07:08:09Z")


def test_the_whole_page_when_it_is_asked_for() -> None:
    article = read(NEWS.encode(), Hints(name="a.html", as_is=True))
    assert "الأكثر قراءة" in article.text
    assert not article.decisions


def test_a_page_without_boilerplate_is_one_whole_article() -> None:
    article = page(
        "<h1>عنوان</h1><p>قصير.</p><table><tr><td>1</td><td>2</td></tr></table><dl><dt>كلمة</dt><dd>شرح</dd></dl>"
    )
    assert lines(article) == ["عنوان", "قصير.", "1", "2", "كلمة", "شرح"]
    assert not article.decisions


def test_an_empty_line_parts_paragraphs_a_single_break_does_not() -> None:
    assert [line.split("\n") for line in lines(page("أول<br>سطره<br><br>ثان<br><br><br>ثالث"))] == [
        ["أول", "سطره"],
        ["ثان"],
        ["ثالث"],
    ]


def test_what_readers_do_not_see_is_left_out() -> None:
    article = page('<h2>تاريخ<span class="mw-editsection">[عدل]</span></h2><p>نص<span class="sr-only">خفي</span></p>')
    assert article.text == "تاريخ\nنص"


def test_an_old_page_laid_out_with_tables() -> None:
    menu = "".join(f"<a href=/{place}>חדשות</a><br>" for place in range(6))
    sentence = "ויאמר אלהים יקוו המים מתחת השמים אל מקום אחד ותראה היבשה ויהי כן, ויקרא אלהים ליבשה ארץ"
    body = f"<table width=100%><tr><td>{menu}</td><td>{'<br><br>'.join([sentence] * 6)}</td></tr></table>"
    article = page(body)
    assert lines(article) == [sentence] * 6
    assert {block.kind for block in article.blocks} == {BlockKind.PARAGRAPH}


def test_layout_tables_are_no_tables() -> None:
    article = page("<table><tr><td><p>فقرة</p><p>أخرى</p></td></tr></table>")
    assert [block.kind for block in article.blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_pictures_come_from_the_page_itself_only() -> None:
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20" + bytes(700)
    inside = "data:image/png;base64," + base64.b64encode(png).decode()
    article = page(
        f'<p>نص</p><img src="{inside}" alt="رسم"><img src="http://evil.example/a.png"><img src="file:///etc/x">'
    )
    assert [resource.data for resource in article.resources] == [png]
    assert article.blocks[-1].label == "رسم"


def test_scripts_forms_and_strange_links_leave_nothing() -> None:
    article = page(
        '<p onclick="x()">نص <a href="javascript:alert(1)">أول</a> <a href="file:///etc/passwd">ثان</a></p>'
        '<script>alert("سر")</script><iframe src="http://evil.example"></iframe><p style="display:none">مخفي</p>'
    )
    assert article.text == "نص أول ثان"
    assert not article.marks


def test_deep_and_broken_markup() -> None:
    deep = page("<div>" * 20_000 + "عميق" + "<p>غير مغلق<b>غامق")
    assert deep.text == "عميق\nغير مغلقغامق"
    assert page("<p>أ<p>ب</div></p>ج<td>د").text.replace("\n", "") == "أبجد"


def test_a_crowd_of_attributes_is_passed_over() -> None:
    crowd = " ".join(f"a{number}=1" for number in range(50_000))
    assert page(f"<p {crowd}>نص</p><p>آخر</p>").text == "نص\nآخر"


def test_the_watch_stops_a_page() -> None:
    calls: list[float] = []
    with pytest.raises(CancelledError):
        web_page.read(NEWS.encode(), Hints(), Watch(calls.append, lambda: len(calls) > 0))
