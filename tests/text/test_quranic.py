from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest

from reader.text.fold import fold, fold_query
from reader.text.folding import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

ARABIC = DEFAULTS["ar"]
QURANIC = replace(ARABIC, quranic=True)

# Surah 30, verses 1 to 24, as people type it today.
PLAIN = """الم
غلبت الروم
في أدنى الأرض وهم من بعد غلبهم سيغلبون
في بضع سنين لله الأمر من قبل ومن بعد ويومئذ يفرح المؤمنون
بنصر الله ينصر من يشاء وهو العزيز الرحيم
وعد الله لا يخلف الله وعده ولكن أكثر الناس لا يعلمون
يعلمون ظاهرا من الحياة الدنيا وهم عن الآخرة هم غافلون
أولم يتفكروا في أنفسهم ما خلق الله السماوات والأرض وما بينهما إلا بالحق وأجل مسمى وإن كثيرا من الناس بلقاء ربهم لكافرون
أولم يسيروا في الأرض فينظروا كيف كان عاقبة الذين من قبلهم كانوا أشد منهم قوة وأثاروا الأرض وعمروها أكثر مما عمروها وجاءتهم رسلهم بالبينات فما كان الله ليظلمهم ولكن كانوا أنفسهم يظلمون
ثم كان عاقبة الذين أساءوا السوأى أن كذبوا بآيات الله وكانوا بها يستهزئون
الله يبدأ الخلق ثم يعيده ثم إليه ترجعون
ويوم تقوم الساعة يبلس المجرمون
ولم يكن لهم من شركائهم شفعاء وكانوا بشركائهم كافرين
ويوم تقوم الساعة يومئذ يتفرقون
فأما الذين آمنوا وعملوا الصالحات فهم في روضة يحبرون
وأما الذين كفروا وكذبوا بآياتنا ولقاء الآخرة فأولئك في العذاب محضرون
فسبحان الله حين تمسون وحين تصبحون
وله الحمد في السماوات والأرض وعشيا وحين تظهرون
يخرج الحي من الميت ويخرج الميت من الحي ويحيي الأرض بعد موتها وكذلك تخرجون
ومن آياته أن خلقكم من تراب ثم إذا أنتم بشر تنتشرون
ومن آياته أن خلق لكم من أنفسكم أزواجا لتسكنوا إليها وجعل بينكم مودة ورحمة إن في ذلك لآيات لقوم يتفكرون
ومن آياته خلق السماوات والأرض واختلاف ألسنتكم وألوانكم إن في ذلك لآيات للعالمين
ومن آياته منامكم بالليل والنهار وابتغاؤكم من فضله إن في ذلك لآيات لقوم يسمعون
ومن آياته يريكم البرق خوفا وطمعا وينزل من السماء ماء فيحيي به الأرض بعد موتها إن في ذلك لآيات لقوم يعقلون"""  # noqa: E501


def test_at_least_95_of_100_word_forms_are_found_by_their_plain_spelling(corpus: Path) -> None:
    quran = json.loads((corpus / "quran-urdu" / "quran.json").read_text(encoding="utf-8"))
    verses = [verse["text"] for verse in quran[29]["verses"]]
    found: dict[str, bool] = {}
    merely_bare: dict[str, bool] = {}
    for plain, verse in zip(PLAIN.splitlines(), verses, strict=False):
        today = set(fold_query(verse, QURANIC).split())
        bare = set(fold_query(verse, ARABIC).split())
        for word in plain.split():
            found[word] = fold_query(word, QURANIC) in today
            merely_bare[word] = fold_query(word, ARABIC) in bare
    assert len(found) > 150
    assert sum(found.values()) >= 0.98 * len(found)
    assert sum(merely_bare.values()) < 0.9 * len(found)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_other_editions_write_the_same_signs_otherwise(corpus: Path, form: Literal["NFC", "NFD"]) -> None:
    quran = json.loads((corpus / "quran-urdu" / "quran.json").read_text(encoding="utf-8"))
    tanzil = str.maketrans({"\u0652": "\u06df", "\u06e1": "\u0652"})
    for verse in quran[29]["verses"]:
        other = unicodedata.normalize(form, verse["text"].translate(tanzil))
        assert fold_query(other, QURANIC) == fold_query(verse["text"], QURANIC)


@pytest.mark.parametrize(
    ("spelled", "plain"),
    [
        ("ٱلصَّلَوٰةَ", "الصلاة"),
        ("ٱلرِّبَوٰاْۚ", "الربا"),
        ("كَمِشۡكَوٰةٖ", "كمشكاة"),
        ("صَلَوَٰتٞ", "صلوات"),
        ("هَدَىٰهُمۡ", "هداهم"),
        ("مُوسَىٰٓ", "موسى"),
        ("هَٰذَا هَـٰٓؤُلَآءِ", "هذا هؤلاء"),
        ("ذَٰلِكُمۡ وَلَـٰكِن إِلَٰهَ ٱلرَّحۡمَٰنِ", "ذلكم ولكن إله الرحمن"),
        ("أُوْلَـٰٓئِكَ", "أولئك"),
        ("يَـٰٓأَيُّهَا", "يا أيها"),
        ("وَيَٰقَوۡمِ", "ويا قوم"),
        ("يَـٰٓـَٔادَمُ", "يا آدم"),
        ("هَـٰٓأَنتُمۡ", "ها أنتم"),
        ("ءَامَنُواْ", "آمنوا"),
        ("ٱلۡقُرۡءَانُ", "القرآن"),
        ("ءَأَنتُمۡ أَءِذَا", "أأنتم أإذا"),
        ("أَرَءَيۡتُمۡ", "أرأيتم"),
        ("رَءَا كَوۡكَبٗا", "رأى كوكبا"),
        ("رَءَاهُ", "رآه"),
        ("بِـَٔايَٰتِنَا", "بآياتنا"),
        ("بِـٔ\u064eايَٰتِ", "بآيات"),
        ("شَيۡـٔٗا", "شيئا"),
        ("سَيِّـَٔاتِ", "سيئات"),
        ("كَهَيۡـَٔةِ", "كهيئة"),
        ("ٱسۡتَيۡـَٔسَ", "استيأس"),
        ("يَسۡـَٔلُونَكَ", "يسألونك"),
        ("يَسۡتَـٔۡخِرُونَ", "يستأخرون"),
        ("وَٱلۡأَفۡـِٔدَةَ", "والأفئدة"),
        ("مَسۡـُٔولٗا", "مسؤولا"),
        ("مَسۡـُٔولٗا", "مسئولا"),
        ("ٱلۡـَٰٔنَ", "الآن"),
        ("ٱلْـَٔـٰنَ", "الآن"),
        ("وَجِا۟ىٓءَ", "وجيء"),
        ("جَآءُو", "جاءوا"),
        ("ٱلضُّعَفَـٰٓؤُاْ", "الضعفاء"),
        ("ٱلۡمَلَؤُاْ", "الملأ"),
        ("ٱلنَّبِيِّـۧنَ", "النبيين"),
        ("نُـۨجِي", "ننجي"),
        ("إِۦلَٰفِهِمۡ", "إيلافهم"),
        ("يَسۡتَوُۥنَ", "يستوون"),
        ("دَاوُۥدَ", "داود"),
        ("وَٱلَّيۡلِ", "والليل"),
        ("ٱلَّٰتِي", "اللاتي"),
        ("لَهُۥ بِهِۦ", "له به"),
        ("وَيُحۡيِ يَسۡتَحۡيِۦٓ", "ويحيي يستحيي"),
        ("لَأَاْذۡبَحَنَّهُۥٓ", "لأذبحنه"),
    ],
)
def test_words(spelled: str, plain: str) -> None:
    assert fold_query(spelled, QURANIC) == fold_query(plain, QURANIC)


def test_spans_hold_the_whole_word_with_its_marks() -> None:
    text = "أَقِيمُواْ ٱلصَّلَوٰةَۚ وَءَاتُواْ ٱلزَّكَوٰةَ"
    folded = fold(text, QURANIC)
    for plain, spelled in (("الصلاة", "ٱلصَّلَوٰةَۚ"), ("وآتوا", "وَءَاتُواْ"), ("الزكاة", "ٱلزَّكَوٰةَ")):
        place = folded.text.index(fold_query(plain, QURANIC))
        start, end = folded.source_span(place, place + len(plain))
        assert text[start:end] == spelled


def test_rules_look_at_one_word_at_a_time(corpus: Path) -> None:
    quran = json.loads((corpus / "quran-urdu" / "quran.json").read_text(encoding="utf-8"))
    for surah in quran[::10]:
        for verse in surah["verses"]:
            words = verse["text"].split(" ")
            assert fold_query(verse["text"], QURANIC) == " ".join(fold_query(word, QURANIC) for word in words)
