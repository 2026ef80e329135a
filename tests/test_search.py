from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import annotate, shelf
from reader.document.model import Direction, Metadata
from reader.search import Found, Term, articles_that_may_hold, rebuild_index, search, terms_of, update_index
from reader.store.index import path_of
from reader.store.library import Library
from reader.text.find import Query, find
from reader.text.fold import NOTHING, Folding, for_language
from reader.update import update
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = "هذا كِتَابٌ قديم عن الـناتو.\nكتب الكاتب فيه «ردًا على الأعمال» ثم مضى."
SECOND = "مكتبة المدينة فيها كتاب واحد وكتب كثيرة.\nوالكتاب خير جليس."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def first(library: Library) -> str:
    return shelf.add(library, article_of(FIRST, metadata=Metadata("أول الكتب", "سيبويه")), source="/1").id


@pytest.fixture
def second(library: Library) -> str:
    return shelf.add(library, article_of(SECOND, metadata=Metadata("ثان")), source="/2").id


def looked_for(library: Library, text: str, *, whole_word: bool = False) -> list[Found]:
    update_index(library)
    return list(search(library, text, whole_word=whole_word))


def shown(found: list[Found]) -> list[str]:
    return [place.passage[start:end] for place in found for start, end in place.hits]


def test_what_a_person_types() -> None:
    assert terms_of('كتاب "ردا على" «من قال» الن* * "" ') == (
        Term("كتاب"),
        Term("ردا على"),
        Term("من قال"),
        Term("الن", prefix=True),
        Term("*"),
        Term('""'),
    )
    assert terms_of("كتاب", whole_word=True) == (Term("كتاب", whole=True),)
    assert terms_of("  ") == ()


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("الناتو", ["الـناتو"]),
        ("كتاب", ["كِتَابٌ", "كتاب", "كتاب"]),
        ("مكتب", ["مكتب"]),
        ("كِتاب واحد", ["كتاب واحد"]),
        ('"ردا علي الاعمال"', ["ردًا على الأعمال"]),
        ("الكات*", ["الكات"]),
        ("كات*", []),
        ("ات", ["ات", "ات"]),
        ("ق", ["ق"]),
        ("غير موجود", []),
        ("ًٌٍ", []),
        ("؟", []),
    ],
)
def test_words_phrases_beginnings_and_parts(
    library: Library, first: str, second: str, query: str, hits: list[str]
) -> None:
    found = [place for place in looked_for(library, query) if place.kind == "text"]
    assert sorted(shown(found)) == sorted(hits)


def test_whole_words_only(library: Library, first: str, second: str) -> None:
    found = [place for place in looked_for(library, "كتاب", whole_word=True) if place.kind == "text"]
    assert sorted(shown(found)) == ["كتاب", "كِتَابٌ"]


def test_a_place_says_where_it_is_and_shows_its_passage(library: Library, first: str) -> None:
    (place,) = looked_for(library, "قديم")
    at = FIRST.index("قديم")
    assert (place.article, place.kind, place.start, place.end, place.exact) == (first, "text", at, at + 4, True)
    assert FIRST[place.passage_start :].startswith(place.passage)
    assert [place.passage[start:end] for start, end in place.hits] == ["قديم"]
    assert place.direction is Direction.RTL


def test_titles_and_notes_come_before_texts(library: Library, first: str, second: str) -> None:
    note = annotate.highlight(library, second, 0, 5, note="ملاحظة عن الكُتُبِ القديمة")
    found = looked_for(library, "الكتب")
    assert [(place.kind, place.article, place.annotation) for place in found] == [
        ("article", first, ""),
        ("annotation", second, note.id),
    ]
    assert shown(found) == ["الكتب", "الكُتُبِ"]
    assert [place.kind for place in looked_for(library, "سيبويه")] == ["article"]
    assert [place.kind for place in looked_for(library, "كتب")] == ["article", "annotation", "text", "text"]


def test_beginnings_are_those_of_words(library: Library) -> None:
    text = "مكاتب وكاتب كاتب كاتبة"
    shelf.add(library, article_of(text, metadata=Metadata("x")))
    (place,) = looked_for(library, "كات*")
    assert place.start == text.index(" كاتب") + 1
    assert [start for start, _ in place.hits] == [text.index(" كاتب") + 1, text.index("كاتبة")]


def test_a_passage_comes_once(library: Library) -> None:
    shelf.add(library, article_of("البيت القديم ثم البيت الأبيض", metadata=Metadata("x")))
    assert len(looked_for(library, "البيت الأبيض")) == 1


def test_what_is_spelled_as_typed_comes_first(library: Library) -> None:
    ids = [shelf.add(library, article_of(text), source=text).id for text in ("قال كِتَابٌ هنا", "قال كتاب هناك")]
    assert [place.article for place in looked_for(library, "كتاب") if place.kind == "text"] == ids[::-1]
    found = [place for place in looked_for(library, "كِتَابٌ") if place.kind == "text"]
    assert [(place.article, place.exact) for place in found] == [(ids[0], True), (ids[1], False)]


def test_each_article_is_searched_as_its_language_folds(library: Library) -> None:
    urdu = shelf.add(library, article_of("یہ ایک کتاب ہے", language="ur", metadata=Metadata("۱"))).id
    arabic = shelf.add(library, article_of("هذه مدينه جميلة", metadata=Metadata("٢"))).id
    assert [place.article for place in looked_for(library, "مدينة")] == [arabic]
    assert [place.article for place in looked_for(library, "كتاب")] == [urdu]
    assert looked_for(library, "ھے") == []
    update_index(library)
    assert list(search(library, "مدينة", folding=NOTHING)) == []


def test_the_quran_is_found_as_it_is_spelled_today(library: Library) -> None:
    verse = "إِنَّ ٱلصَّلَوٰةَ تَنۡهَىٰ عَنِ ٱلۡفَحۡشَآءِ وَٱلۡمُنكَرِ"
    quran = shelf.add(library, article_of(verse, metadata=Metadata("١"))).id
    today = shelf.add(library, article_of("أقام الصلاة في وقتها", metadata=Metadata("٢"))).id
    assert [place.article for place in looked_for(library, "الصلاة")] == [today, quran]
    assert shown(looked_for(library, "الصلاة"))[1] == "ٱلصَّلَوٰةَ"
    assert {place.article for place in looked_for(library, "ٱلصَّلَوٰةَ")} == {quran, today}
    assert [place.article for place in looked_for(library, '"الصلاة تنهى"')] == [quran]


def test_persian_affixes_are_found_however_they_are_joined(library: Library) -> None:
    texts = ("او می‌رود", "او می رود", "او میرود")
    ids = {
        shelf.add(library, article_of(text, language="fa", metadata=Metadata("۱")), source=text).id for text in texts
    }
    for query in ("می‌رود", "میرود", '"می رود"'):
        assert {place.article for place in looked_for(library, query)} == ids


def test_what_is_removed_changed_or_replaced_is_not_found(library: Library, first: str, second: str) -> None:
    assert looked_for(library, "جليس")
    shelf.remove(library, [second])
    assert list(search(library, "جليس")) == []
    annotate.undo(library)
    assert looked_for(library, "جليس")
    update(library, second, article_of("نص غيره"))
    assert list(search(library, "جليس")) == []
    assert [place.article for place in looked_for(library, "غيره")] == [second]
    note = annotate.highlight(library, first, 0, 3, note="سر")
    assert looked_for(library, "سر")
    annotate.delete(library, [note.id])
    assert list(search(library, "سر")) == []


def test_an_unindexed_library_finds_nothing_and_says_nothing(library: Library, first: str) -> None:
    assert list(search(library, "قديم")) == []
    assert path_of(library.path).exists()


def test_a_lost_index_is_made_again(library: Library, first: str) -> None:
    before = looked_for(library, "كتاب")
    for path in library.path.parent.glob(f"{path_of(library.path).name}*"):
        path.unlink()
    assert looked_for(library, "كتاب") == before
    rebuild_index(library)
    assert list(search(library, "كتاب")) == before


def test_hits_across_pieces_are_found(library: Library) -> None:
    text = " ".join(f"كلمة{number}" for number in range(4_000))
    shelf.add(library, article_of(text))
    update_index(library)
    for number in range(0, 3_998, 37):
        (place,) = (
            place
            for place in search(library, f'"كلمة{number} كلمة{number + 1} كلمة{number + 2}"')
            if place.kind == "text"
        )
        assert place.start == text.index(f"كلمة{number} ")


def test_a_sign_that_is_a_phrase_is_found_by_it(library: Library) -> None:
    text = "قال محمد ﷺ ذلك"
    article = shelf.add(library, article_of(text)).id
    expected = bool(list(find(text, Query("صلى الله عليه وسلم", for_language("ar")))))
    found = [place for place in looked_for(library, '"صلى الله عليه وسلم"') if place.article == article]
    assert bool([place for place in found if place.kind == "text"]) == expected


PARTS = st.text(st.sampled_from("ابتأة كيَـ\n"), min_size=1, max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=5, unique=True), PARTS.filter(str.strip))
def test_the_articles_named_are_all_that_hold_it(library: Library, texts: list[str], query: str) -> None:
    query = query[:4]
    folding = for_language("ar")
    ids = {shelf.add(library, article_of(text), source=f"{texts}{text}").id: text for text in texts}
    update_index(library)
    for used in (folding, NOTHING, Folding(quranic=True, marks=True)):
        expected = {article for article, text in ids.items() if list(find(text, Query(query, used)))}
        assert expected <= set(articles_that_may_hold(library, query, used))


def test_articles_that_cannot_hold_it_are_left_out(library: Library, first: str, second: str) -> None:
    assert articles_that_may_hold(library, "جليس") == [second, first]
    update_index(library)
    assert articles_that_may_hold(library, "جليس") == [second]
    assert articles_that_may_hold(library, "لا يوجد مثله") == []
    late = shelf.add(library, article_of("لم يفهرس بعد")).id
    assert articles_that_may_hold(library, "جليس") == [late, second]


def test_only_what_is_shown_is_looked_at(library: Library) -> None:
    for number in range(300):
        shelf.add(library, article_of(f"كلمة مشتركة {number}", metadata=Metadata("x")), source=f"/{number}")
    update_index(library)
    seen: list[str] = []
    library.connection.set_trace_callback(seen.append)
    assert len(list(islice(search(library, "كلمة"), 20))) == 20
    assert len([sql for sql in seen if "FROM chunk" in sql]) <= 100


def test_words_side_by_side_come_before_words_apart(library: Library) -> None:
    texts = ("البيت كبير جدا وفيه باب", "كبير هو البيت الأبيض", "رأيت البيت الأبيض اليوم", "الأبيض لون والبيت بعيد")
    ids = [shelf.add(library, article_of(text, metadata=Metadata("x")), source=text).id for text in texts]
    found = looked_for(library, "البيت الأبيض")
    assert [place.article for place in found][:2] in ([ids[1], ids[2]], [ids[2], ids[1]])
    assert [place.article for place in found][2:] == [ids[3]]


def test_a_whole_page_can_be_looked_for(library: Library, seed_text: str) -> None:
    article = shelf.add(library, article_of(seed_text)).id
    words = (seed_text.split() * 20)[:3_000]
    assert [place.article for place in looked_for(library, " ".join(words[:100]))] == [article]
    assert looked_for(library, " ".join([*words[:100], "ليستفيه"])) == []
    assert looked_for(library, " ".join(words)) == []  # more than one passage holds


@pytest.mark.parametrize("query", ['"', "*", '""', 'a"b', "NEAR(", "AND", "x OR y", "-x", "^", "\0", "\ud800", "ـ", "َ"])
def test_no_query_is_a_fault(library: Library, first: str, query: str) -> None:
    for place in looked_for(library, query):
        assert place.hits
