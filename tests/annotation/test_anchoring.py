from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.annotation.anchoring import anchor, anchor_all, candidates, candidates_all, reanchor
from reader.annotation.model import Placement, Status, Target
from reader.annotation.selectors import describe
from reader.document.fingerprint import fingerprint
from reader.text.graphemes import clusters, is_boundary, snap

ARABIC = """كان في المدينة رجل يبيع الكتب القديمة، وكان لا يبيع كتابًا حتى يقرأه.
وسأله صديقه يومًا: لماذا تقرأ ما تبيع؟ فقال: لأعرف ما الذي أفقده.
ومرت الأيام، وكثرت الكتب في بيته، حتى لم يبق مكان للنوم ولا للطعام.
ثم جاءه تاجر من البصرة يطلب كتابًا في النجوم، فلم يجده إلا تحت وسادته."""
PERSIAN = """در شهری دور، مردی می‌زیست که کتاب‌های کهنه می‌خرید و نمی‌فروخت.
همسایه‌اش پرسید: چرا نمی‌فروشی؟ گفت: هنوز نخوانده‌ام که بدانم چه دارم.
سال‌ها گذشت و خانه از کتاب پر شد و جایی برای نشستن نماند."""
HEBREW = """וַיְהִי בִּימֵי אֲחַשְׁוֵרוֹשׁ הוּא אֲחַשְׁוֵרוֹשׁ הַמֹּלֵךְ מֵהֹדּוּ וְעַד־כּוּשׁ.
שֶׁבַע וְעֶשְׂרִים וּמֵאָה מְדִינָה׃ בַּיָּמִים הָהֵם כְּשֶׁבֶת הַמֶּלֶךְ עַל כִּסֵּא מַלְכוּתוֹ."""
URDU = """ہزاروں خواہشیں ایسی کہ ہر خواہش پہ دم نکلے
بہت نکلے مرے ارمان لیکن پھر بھی کم نکلے
ڈرے کیوں میرا قاتل کیا رہے گا اس کی گردن پر"""
TEXTS = [ARABIC, PERSIAN, HEBREW, URDU]
REFRAIN = "فبأي آلاء ربكما تكذبان"


def of(text: str, quote: str, which: int = 0) -> Target:
    """Describe the passage ``quote`` of ``text``, its place number ``which``."""
    at = [match.start() for match in re.finditer(re.escape(quote), text)][which]
    return describe(text, at, at + len(quote))


def moved(text: str, new: str, quote: str, which: int = 0) -> tuple[Status, str]:
    """Return the status of the passage in ``new`` and what stands there."""
    (placement,) = reanchor([of(text, quote, which)], text, new)
    return placement.status, "" if placement.status == Status.ORPHAN else new[placement.start : placement.end]


def passages(text: str, number: int = 40) -> list[Target]:
    """Describe some passages of a text from word to word."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    chance = random.Random(len(text))
    found = []
    for _ in range(number):
        first = chance.randrange(len(words))
        last = min(len(words) - 1, first + chance.randrange(8))
        found.append(describe(text, *snap(text, words[first][0], words[last][1])))
    return found


def marks_gone(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Mn")


def as_read(text: str) -> str:
    """Reduce a text to the letters by which a person would say that two spellings are one passage."""
    bare = marks_gone(unicodedata.normalize("NFD", text)).translate(str.maketrans("یىکہة", "ييكهه"))
    return re.sub(r"[\W_ـء]", "", bare)


@pytest.mark.parametrize("text", TEXTS)
def test_unchanged_text_is_the_identity(text: str) -> None:
    targets = passages(text)
    assert reanchor(targets, text, text) == [Placement(target.start, target.end) for target in targets]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("added", ["في أول الصفحة سطر جديد.\n", "חדש.\n", "😀 "])
def test_a_text_before_it_moves_a_passage_and_changes_nothing_else(text: str, added: str) -> None:
    for target, placement in zip(passages(text), reanchor(passages(text), text, added + text), strict=True):
        assert placement == Placement(target.start + len(added), target.end + len(added), Status.MOVED)


def test_the_same_offset_spelled_otherwise_is_moved_not_exact() -> None:
    assert moved("كتابٌ هنا", "كتاب هنا", "هنا")[0] == Status.MOVED
    assert reanchor([of("هنا كتاب", "كتاب")], "هنا كتاب", "هنا کتاب") == [Placement(4, 8, Status.MOVED)]


@pytest.mark.parametrize(
    "edit",
    [
        marks_gone,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: "".join(sign + "\u064e" if sign.isalpha() else sign for sign in text),
        lambda text: text.translate(str.maketrans("یک", "يك")),
        lambda text: text.translate(str.maketrans("يك", "یک")),
        lambda text: text.replace("\u200c", ""),
        lambda text: text.replace("\u200c", " "),
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: re.sub("(?<=[بتسنيمكلفق])(?=[اويهبتسنمكلفق])", "ـ", text),
        lambda text: text.translate(str.maketrans("أإآةى", "اااهي")),
        lambda text: text.replace("،", ",").replace("؟", "?"),
    ],
    ids=[
        "no marks",
        "NFD",
        "NFC",
        "marks",
        "ar",
        "fa",
        "no ZWNJ",
        "blank ZWNJ",
        "lines",
        "NBSP",
        "tatweel",
        "hamza",
        "signs",
    ],
)
@pytest.mark.parametrize("text", TEXTS)
def test_spelling_and_layout_lose_nothing(text: str, edit) -> None:
    new = edit(text)
    for target, placement in zip(passages(text), reanchor(passages(text), text, new), strict=True):
        assert placement.status in {Status.EXACT, Status.MOVED}
        assert as_read(new[placement.start : placement.end]) == as_read(target.exact)


def test_an_edited_passage_is_found_where_it_stands() -> None:
    new = ARABIC.replace("الكتب القديمة", "الكتب النادرة القديمة").replace("لا يبيع كتابًا", "لا يبيع مجلدًا")
    status, found = moved(ARABIC, new, "يبيع الكتب القديمة، وكان لا يبيع كتابًا حتى يقرأه")
    assert (status, found) == (Status.FUZZY, "يبيع الكتب النادرة القديمة، وكان لا يبيع مجلدًا حتى يقرأه")


def test_a_moved_paragraph_takes_its_passages_along() -> None:
    lines = ARABIC.split("\n")
    new = "\n".join([lines[3], lines[1], lines[0], lines[2]])
    for quote in ("تاجر من البصرة", "لأعرف ما الذي أفقده", "رجل يبيع", "للنوم ولا للطعام"):
        assert moved(ARABIC, new, quote) == (Status.MOVED, quote)


def test_a_deleted_passage_is_an_orphan_at_its_last_offsets() -> None:
    target = of(ARABIC, "وسأله صديقه يومًا: لماذا تقرأ ما تبيع؟")
    new = "\n".join(line for line in ARABIC.split("\n") if "صديقه" not in line)
    assert reanchor([target], ARABIC, new) == [Placement(target.start, target.end, Status.ORPHAN, 0.0)]


def test_what_replaces_a_passage_is_not_taken_for_it() -> None:
    new = ARABIC.replace("وسأله صديقه يومًا: لماذا تقرأ ما تبيع؟", "وقالت له امرأته مرة: متى تشتري لنا خبزًا؟")
    assert moved(ARABIC, new, "وسأله صديقه يومًا: لماذا تقرأ ما تبيع")[0] == Status.ORPHAN


def test_a_rewritten_sentence_is_another_one() -> None:
    quote = "به عنوان مقدار اولیه استفاده میکند counter و بعد از آپدیت شدن، از props.initialCounter"
    text = f"در این صفحه می‌خوانیم:\n{quote}\nپایان این فصل کوتاه است."
    new = text.replace(quote, "برای مقداردهی اولیه استفاده می‌کند props.initialCounter")
    assert moved(text, new, quote)[0] == Status.ORPHAN


def test_leading_letters_that_fold_to_nothing_stay_in_their_passage() -> None:
    text, new = "ثم ءَاتَيۡنَٰهُمُ ٱلۡكِتَٰبَ", "نص: ثم ءاتينهم ٱلكتب"
    assert moved(text, new, "ءَاتَيۡنَٰهُمُ") == (Status.MOVED, "ءاتينهم")


class TestLike:
    """Passages that come more than once."""

    verses = ("رب المشرقين ورب المغربين", "مرج البحرين يلتقيان", "بينهما برزخ لا يبغيان", "يخرج منهما اللؤلؤ والمرجان")
    text = "\n".join(f"{verse}\n{REFRAIN}" for verse in verses)

    def test_each_keeps_to_its_neighbours(self) -> None:
        new = "\n".join(self.text.split("\n")[2:])
        for which in (1, 2, 3):
            (placement,) = reanchor([of(self.text, REFRAIN, which)], self.text, new)
            assert placement.start == of(new, REFRAIN, which - 1).start

    def test_one_that_goes_with_its_verse_is_gone(self) -> None:
        new = "\n".join(self.text.split("\n")[:2] + self.text.split("\n")[4:])
        assert moved(self.text, new, REFRAIN, 1)[0] == Status.ORPHAN

    def test_one_of_two_that_is_left_alone_is_nobodys(self) -> None:
        text = f"أول الكلام\n{REFRAIN}\n{REFRAIN}\nآخر الكلام"
        new = f"أول الكلام\n{REFRAIN}\nآخر الكلام"
        assert [moved(text, new, REFRAIN, which)[0] for which in (0, 1)] == [Status.ORPHAN] * 2

    def test_a_place_that_another_passage_kept_is_not_free(self) -> None:
        text = "جلس الملك على كرسيه في القصر الكبير.\nوفي الغد جلس الملك على كرسيه وتكلم مع الوزير."
        new = "وفي الغد جلس الملك على كرسيه وتكلم مع الوزير."
        assert moved(text, new, "جلس الملك على كرسيه")[0] == Status.ORPHAN
        assert moved(text, new, "جلس الملك على كرسيه", 1) == (Status.MOVED, "جلس الملك على كرسيه")

    def test_the_start_of_the_next_sentence_is_not_what_is_left_of_this_one(self) -> None:
        first = "قالوا ادع لنا ربك يبين لنا ما هي قال إنها بقرة لا فارض ولا بكر\n"
        second = "قالوا ادع لنا ربك يبين لنا ما لونها قال إنها بقرة صفراء تسر الناظرين\n"
        text = f"وإذ قال موسى لقومه إن الله يأمركم\n{first}{second}وإنا إن شاء الله لمهتدون"
        new = (
            text.replace(first, "")
            .replace("صفراء تسر", "صفراء فاقع لونها تسر")
            .replace("وإذ قال", "قال")
            .replace("لمهتدون", "مهتدون")
        )
        assert moved(text, new, "يبين لنا ما هي")[0] == Status.ORPHAN
        assert moved(text, new, "يبين لنا ما لونها") == (Status.MOVED, "يبين لنا ما لونها")

    def test_the_last_words_before_a_cut_may_be_those_after_it(self) -> None:
        text = "فلا صدق ولا صلى ثم ذهب إلى أهله يتمطى\nأولى لك فأولى\nثم أولى لك فأولى\nأيحسب الإنسان أن يترك سدى"
        new = text.replace("يتمطى\n", "ماشيا\n").replace("ثم أولى لك فأولى\n", "")
        assert moved(text, new, "أولى لك", 1)[0] == Status.ORPHAN

    def test_a_line_that_begins_as_the_lost_one_did_is_another(self) -> None:
        lines = ["سحر مستمر", "وكذبوا واتبعوا", "ولقد جاءهم من الأنباء ما فيه مزدجر", "فتول عنهم يوم يدع الداع"]
        new = "\n".join([lines[0], "ولقد ضربنا مثلا للناس هنا", lines[3]])
        assert moved("\n".join(lines), new, "ولقد")[0] == Status.ORPHAN

    def test_a_copy_elsewhere_does_not_draw_it_away(self) -> None:
        new = self.verses[2] + "\n" + self.text
        assert reanchor([of(self.text, self.verses[2])], self.text, new)[0].start == of(new, self.verses[2], 1).start


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_marks_anywhere_change_no_place(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    mark = data.draw(st.sampled_from("َُِّْٰٓ" if text is not HEBREW else "ְִַּֽ֑"))
    chance = data.draw(st.randoms(use_true_random=False))
    plain = marks_gone(text)
    new, starts, ends = "", {}, {}
    for start, end in clusters(plain):
        starts[start] = len(new)
        new += plain[start:end] + (mark if plain[start:end].isalpha() and chance.random() < 0.4 else "")
        ends[end] = len(new)
    targets = passages(plain, 12)
    for one, other, back in ((plain, new, False), (new, plain, True)):
        spans = [(starts[target.start], ends[target.end]) for target in targets]
        asked = [describe(new, *span) for span in spans] if back else targets
        wanted = [(target.start, target.end) for target in targets] if back else spans
        assert [(place.start, place.end) for place in reanchor(asked, one, other)] == wanted


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_order_does_not_matter_and_borders_are_kept(data: st.DataObject) -> None:
    alphabet = st.sampled_from(["كتاب", "من", "هِيَ", "שָׁלוֹם", "می‌روم", "👩‍👩‍👧", " ", " ", "\n", "، ", "é", "\ufffd"])
    text = "".join(data.draw(st.lists(alphabet, min_size=1, max_size=40)))
    new = "".join(data.draw(st.lists(alphabet, max_size=40)))
    edges = [start for start, _ in clusters(text)] + [len(text)]
    targets = []
    for _ in range(5):
        start = data.draw(st.integers(0, len(edges) - 2))
        end = data.draw(st.integers(start + 1, len(edges) - 1))
        targets.append(describe(text, edges[start], edges[end]))
    placements = reanchor(targets, text, new)
    assert reanchor(targets[::-1], text, new) == placements[::-1]
    assert [reanchor([target], text, new)[0] for target in targets] == placements
    for target, placement in zip(targets, placements, strict=True):
        if placement.status == Status.ORPHAN:
            assert (placement.start, placement.end) == (target.start, target.end)
        else:
            assert 0 <= placement.start < placement.end <= len(new)
            assert is_boundary(new, placement.start)
            assert is_boundary(new, placement.end)
            assert (placement.score < 1) == (placement.status == Status.FUZZY)


class TestBadInput:
    """Nothing crashes, nothing hangs."""

    def test_empty_quote_and_empty_texts(self) -> None:
        empty = Target(3, 3, "")
        for old, new in (("كتاب", "كتاب"), ("كتاب", "قلم"), ("", ""), ("كتاب", ""), ("", "كتاب")):
            assert reanchor([empty], old, new) == [Placement(3, 3, Status.ORPHAN, 0.0)]
        assert reanchor([describe("كتاب", 0, 4)], "كتاب", "") == [Placement(0, 4, Status.ORPHAN, 0.0)]

    def test_offsets_outside_and_a_quote_longer_than_the_text(self) -> None:
        for target in (
            Target(0, 99, "كتاب" * 30),
            Target(-5, 2, "كت"),
            Target(50, 60, "كتاب هنا م"),
            Target(4, 0, "كتاب"),
        ):
            assert reanchor([target], "كتاب", "قلم")[0].status == Status.ORPHAN
            assert anchor(target, "قلم").status == Status.ORPHAN

    def test_a_letter_with_three_thousand_marks(self) -> None:
        text = "قبل ك" + "\u064e" * 3000 + "تاب بعد"
        (placement,) = reanchor([describe(text, 4, len(text) - 4)], text, "قبل كتاب بعد")
        assert placement == Placement(4, 8, Status.MOVED)
        (back,) = reanchor([describe("قبل كتاب بعد", 4, 8)], "قبل كتاب بعد", text)
        assert (back.start, back.end) == (4, len(text) - 4)

    def test_replacement_characters_and_one_letter_over_and_over(self) -> None:
        text = "\ufffd" * 5000
        assert reanchor([describe(text, 10, 20)], text, text[:-7])[0].status == Status.ORPHAN
        assert reanchor([describe(text, 10, 20)], text, text) == [Placement(10, 20)]

    def test_signs_that_fold_to_nothing(self) -> None:
        text = "قال \u200f\u0640\u200f كلامًا كثيرًا"
        (placement,) = reanchor([describe(text, 4, 7)], text, "أمس " + text)
        assert placement == Placement(8, 11, Status.MOVED)
        assert reanchor([describe(text, 4, 7)], text, "قال كلامًا كثيرًا")[0].status == Status.ORPHAN

    def test_a_line_without_a_blank(self) -> None:
        chance = random.Random(4)
        text = "".join(chance.choice("ابتثجحخدذرزسشصضطظعغفقكلمنهوي") for _ in range(60_000))
        new = text[:20_000] + "كلمة" + text[20_000:40_000] + text[40_100:]
        spans = [(10, 90), (30_000, 30_050), (50_000, 50_010)]
        placements = reanchor([describe(text, *span) for span in spans], text, new)
        assert [(place.start, place.end) for place in placements] == [(10, 90), (30_004, 30_054), (49_904, 49_914)]
        assert reanchor([describe(text, 40_010, 40_080)], text, new)[0].status == Status.ORPHAN


class TestFromElsewhere:
    """Targets of which only the quote and its surroundings are known."""

    def test_quote_and_surroundings_find_it(self) -> None:
        for text in TEXTS:
            targets = passages(text)
            placements = anchor_all(targets, text)
            assert placements == [Placement(target.start, target.end) for target in targets]
            for target, placement in zip(targets, anchor_all(targets, "سطر أول.\n" + text), strict=True):
                assert (placement.start, placement.status) == (target.start + 9, Status.MOVED)

    def test_a_bare_quote_must_be_alone(self) -> None:
        assert anchor(Target(0, 0, "وسادته"), ARABIC) == Placement(
            ARABIC.index("وسادته"), ARABIC.index("وسادته") + 6, Status.MOVED
        )
        assert anchor(Target(0, 0, "كتابًا"), ARABIC).status == Status.ORPHAN

    def test_the_one_spelled_alike_wins_among_equals(self) -> None:
        text = "علي هنا ثم على هناك"
        assert anchor(Target(0, 0, "على"), text) == Placement(11, 14, Status.MOVED)
        assert anchor(Target(0, 0, "علي"), text) == Placement(0, 3, Status.EXACT)
        assert anchor(Target(0, 0, "علی"), text).status == Status.ORPHAN

    def test_vowel_signs_do_not_send_it_to_another_place(self) -> None:
        text = "حلف الـناتو يناقش الأمن في واشنطن. وقال متحدث باسم الناتو إن الاجتماع تأجل."
        target = of(text, "الـناتو")
        assert anchor(target, text.replace("ـ", "")).start == text.replace("ـ", "").index("الناتو")

    def test_an_edited_quote_in_its_surroundings(self) -> None:
        new = ARABIC.replace("تاجر من البصرة يطلب", "تاجر من أهل البصرة يطلب")
        placement = anchor(of(ARABIC, "تاجر من البصرة يطلب كتابًا"), new)
        assert (placement.status, new[placement.start : placement.end]) == (
            Status.FUZZY,
            "تاجر من أهل البصرة يطلب كتابًا",
        )

    def test_an_edited_quote_in_a_long_text(self) -> None:
        chance = random.Random(5)
        words = ["".join(chance.choice("ابتثجحخدذرزسشصطعغفقكلمن") for _ in range(5)) for _ in range(900)]
        noise = [" ".join(chance.choice(words) for _ in range(9_000)) for _ in range(2)]
        text = "\n".join([noise[0], ARABIC, noise[1]])
        target = of(ARABIC, "رجل يبيع الكتب القديمة، وكان لا يبيع كتابًا حتى يقرأه")
        new = text.replace("لا يبيع كتابًا", "لا يبيع منها مجلدًا")
        placement = anchor(target, new)
        assert placement.status == Status.FUZZY
        assert new[placement.start : placement.end] == "رجل يبيع الكتب القديمة، وكان لا يبيع منها مجلدًا حتى يقرأه"
        assert candidates(target, new)[0] == placement

    def test_the_fingerprint_vouches_for_offsets_without_a_quote(self) -> None:
        assert anchor(Target(4, 6, "", sha256=fingerprint(ARABIC)), ARABIC) == Placement(4, 6)
        assert anchor(Target(4, 6, "", sha256=fingerprint(URDU)), ARABIC).status == Status.ORPHAN
        assert anchor(Target(4, 6, ""), ARABIC).status == Status.ORPHAN

    def test_an_orphan_comes_back_with_its_passage_alone(self) -> None:
        lines = ARABIC.split("\n")
        without = "\n".join([lines[0], *lines[2:]])
        lost = of(ARABIC, "لماذا تقرأ ما تبيع")
        assert reanchor([lost], without, ARABIC) == [Placement(lost.start, lost.end)]
        assert reanchor([lost], without, "تمهيد.\n" + without)[0].status == Status.ORPHAN
        like = without + "\nلماذا تقرأ ما تبيع"
        assert reanchor([lost], like, like + "\nخاتمة")[0].status == Status.ORPHAN

    def test_offsets_of_another_text_do_not_matter_where_the_surroundings_are_known(self) -> None:
        target = of(ARABIC, "تاجر من البصرة")
        old, new = "تمهيد.\n" + ARABIC, "تمهيد آخر هنا.\n" + ARABIC
        assert reanchor([target], old, new) == [Placement(target.start + 15, target.end + 15, Status.MOVED)]

    def test_what_the_old_text_had_already_does_not_come_back(self) -> None:
        text = "كتب الشاعر في أول الديوان بيتا جميلا عن النيل والنخيل"
        lost = Target(90, 99, "بيتا جميلا", "كتب الكاتب في أول الديوان ", " عن النيل والشجر")
        assert reanchor([lost], "شيء آخر", text)[0].status == Status.MOVED
        assert reanchor([lost], text, text + " خاتمة")[0].status == Status.ORPHAN

    def test_a_short_quote_in_other_surroundings_is_not_it(self) -> None:
        target = Target(0, 0, "الأيام", "في كتاب له عنوانه ", " وهو سيرة طه حسين")
        assert anchor(target, ARABIC).status == Status.ORPHAN

    def test_a_like_quote_in_other_surroundings_is_not_it(self) -> None:
        target = Target(0, 0, "تاجر من البصرة يطلب مالًا", "ليل ", " قمر")
        assert anchor(target, ARABIC).status == Status.ORPHAN

    def test_candidates_for_an_orphan_come_likeliest_first(self) -> None:
        target = of(ARABIC, "لا يبيع كتابًا حتى يقرأه")
        new = "كان لا يشتري كتابًا حتى يقرأه. " + PERSIAN + "\nوكان يبيع الخبز"
        places = candidates(target, new, limit=3)
        assert new[places[0].start : places[0].end].startswith("لا يشتري كتابًا")
        assert len(places) <= 3
        assert all(
            one.end <= other.start or other.end <= one.start for one in places for other in places if one != other
        )
        assert candidates(Target(0, 0, ""), new) == []
        assert candidates(target, "") == []
        assert list(candidates_all([target, target], new, 3)) == [places, places]
