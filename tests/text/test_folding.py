from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from reader.text.fold import fold_query
from reader.text.folding import ANCHORING, DEFAULTS, NOTHING, Folding, for_language, union
from reader.text.tables import table_for
from tests.text.alphabet import FOLDINGS, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

ARABIC, PERSIAN, URDU, HEBREW = (DEFAULTS[language] for language in ("ar", "fa", "ur", "he"))


def same(first: str, second: str, folding: Folding) -> bool:
    return fold_query(first, folding) == fold_query(second, folding)


@pytest.mark.parametrize(
    ("switch", "pairs"),
    [
        ("marks", [("كِتَابٌ", "كتاب"), ("שָׁלוֹם", "שלום"), ("רֵאשִׁ֖ית", "ראשית"), ("لَهُۥ", "له")]),
        ("accents", [("רֵאשִׁ֖ית", "רֵאשִׁית"), ("رَيۡبَۛ", "رَيۡبَ")]),
        ("tatweel", [("الـناتو", "الناتو")]),
        ("alef", [("أحمد إلى ٱسم", "احمد الى اسم")]),
        ("madda", [("آخر", "اخر")]),
        ("hamza", [("مسؤول رئيس سوء", "مسوول رييس سو")]),
        ("seats", [("مسؤول", "مسئول"), ("شؤون", "شءون")]),
        ("yeh", [("على", "علي"), ("ایران", "ايران")]),
        ("teh_marbuta", [("كتابة", "كتابه"), ("ۃ", "ة")]),
        ("heh", [("کہا", "کها"), ("نامۀ", "نامه"), ("ۃ", "ة")]),
        ("kaf", [("کتاب", "كتاب")]),
        ("persian_urdu", [("ھذا", "هذا"), ("هاے", "هاي")]),
        ("dialect", [("پاريس چاي ڤيينا گاز ژاله", "باريس جاي فيينا كاز زاله")]),
        ("finals", [("מלך שלום בן סוף ארץ", "מלכ שלומ בנ סופ ארצ")]),
        ("digits", [("٥٠٫٥٪", "50.5%"), ("۵", "٥")]),
        ("joiners", [("می\u200cروم", "میروم"), ("\u202bا\u202c", "ا")]),
        ("presentation", [("ﻻ ﷲ ﺎ", "لا الله ا"), ("שׁ ﭏ ײ", "שׁ אל יי"), ("ﱠ", "\u064e\u0651")]),
        ("latin", [("École Straße İI", "ecole strasse ii"), ("cafe\u0301", "café")]),
        ("punctuation", [("، ؛ ؟ « » “ ” ‘ – —", ', ; ? " " " " \' - -'), ("״ ׳", "\" '"), ("أ\u00a0ب", "أ ب")]),
        ("maqaf", [("בית־ספר", "בית ספר"), ("בית-ספר", "בית ספר")]),
    ],
)
def test_each_switch_alone(switch: str, pairs: list[tuple[str, str]]) -> None:
    alone = Folding(**{switch: True})
    for first, second in pairs:
        assert same(first, second, alone), (first, second)
        assert not same(first, second, NOTHING)


def test_every_switch_is_tried_above_or_in_a_file_of_its_own() -> None:
    names = {field.name for field in fields(Folding)}
    parametrized = next(mark for mark in test_each_switch_alone.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]
    assert {row[0] for row in parametrized.args[1]} == names - {"quranic", "affixes"}


def test_without_accents_vowel_signs_still_count() -> None:
    assert not same("דָּבָר", "דֶּבֶר", Folding(accents=True))


@pytest.mark.parametrize(
    ("folding", "first", "second"),
    [
        (URDU, "کہا", "کھا"),
        (URDU, "کی", "کے"),
        (URDU, "مین", "میں"),
        (URDU, "ٹ", "ت"),
        (URDU, "ڈڑ", "در"),
        (PERSIAN, "پر", "بر"),
        (PERSIAN, "چای", "جای"),
        (PERSIAN, "ژ", "ز"),
        (PERSIAN, "گل", "كل"),
        (PERSIAN, "آن", "ان"),
        (ARABIC, "مسؤول", "مسول"),
        (ARABIC, "شيء", "شي"),
        (ARABIC, "ڤ", "ف"),
        (HEBREW, "מלך", "מלכ"),
        (HEBREW, "דבר", "דיבר"),
        (ARABIC, "تشرين", "תשרין"),
        (ARABIC, "صلى الله عليه وسلم", "ﷺ"),
        (DEFAULTS[""], "ي", "ی"),
    ],
)
def test_what_never_folds(folding: Folding, first: str, second: str) -> None:
    assert not same(first, second, folding)


@pytest.mark.parametrize(
    ("folding", "first", "second"),
    [
        (ARABIC, "أُسْتَاذَةٌ", "استاذه"),
        (ARABIC, "علی", "على"),
        (PERSIAN, "مسأله", "مساله"),
        (PERSIAN, "كتابهاي", "کتاب\u200cهای"),
        (PERSIAN, "نامه\u0654 رئیس انشاء", "نامۀ رييس انشا"),
        (PERSIAN, "زادہ", "زاده"),
        (URDU, "كتاب", "کتاب"),
        (URDU, "ہے", "هے"),
        (URDU, "رؤف مسئلہ", "روف مسیلہ"),
        (URDU, "صلاة", "صلاۃ"),
        (HEBREW, "בֵּית־סֵפֶר", "בית ספר"),
        (HEBREW, "צה״ל", 'צה"ל'),
        (HEBREW, "ײ װ", "יי וו"),
        (DEFAULTS["yi"], "פֿאָלק", "פאלק"),
        (ANCHORING, "می\u200cروم ٥ أنّى", "ميروم 5 اني"),
    ],
)
def test_what_folds(folding: Folding, first: str, second: str) -> None:
    assert same(first, second, folding)


def test_pairs_of_lucene(corpus: Path) -> None:
    pairs = json.loads((corpus / "folding" / "lucene_pairs.json").read_text(encoding="utf-8"))
    for name, folding in (("arabic_normalization", ARABIC), ("persian_normalization", PERSIAN)):
        assert pairs[name]
        for first, second in pairs[name]:
            assert same(first, second, folding), (name, first, second)


@pytest.mark.parametrize("presentation", range(0xFE70, 0xFE80))
def test_a_presentation_form_with_a_space_does_not_split_a_word(presentation: int) -> None:
    assert " " not in fold_query(f"ك{chr(presentation)}ت", ARABIC)


def test_an_alternative_plus_sign_is_no_plus() -> None:
    assert fold_query("\ufb29", HEBREW) == "\ufb29"


@pytest.mark.parametrize(
    ("tag", "folding"),
    [
        ("ar", ARABIC),
        ("ar-EG", ARABIC),
        ("fa_IR", PERSIAN),
        ("iw", HEBREW),
        ("UR", URDU),
        ("ps", DEFAULTS[""]),
        ("", DEFAULTS[""]),
    ],
)
def test_by_language_tag(tag: str, folding: Folding) -> None:
    assert for_language(tag) == folding


def test_union_overlooks_what_either_does() -> None:
    assert union(ARABIC, HEBREW) == replace(ARABIC, maqaf=True)


@given(TEXTS, FOLDINGS)
def test_folding_is_idempotent_without_rules(text: str, folding: Folding) -> None:
    if not folding.quranic:
        once = fold_query(text, folding)
        assert once.translate(table_for(folding)) == once


@given(TEXTS)
def test_taking_marks_away_changes_nothing_for_anchors(text: str) -> None:
    bare = "".join(character for character in text if not 0x64B <= ord(character) <= 0x65F and ord(character) != 0x670)
    assert fold_query(bare, ANCHORING) == fold_query(text, ANCHORING)
