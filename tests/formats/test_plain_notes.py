"""A rule and (١) below the text of a page make footnotes."""

from __future__ import annotations

from reader.document.model import BlockKind, MarkKind
from reader.formats import Hints, read

PAGES = """كتاب الحيوان

قال أبو عثمان (١) في صدر كتابه كلاما طويلا، ثم استشهد بقول الشاعر [2] ومضى، وقد ولد (٣) سنة خمسين.
______________
(١) هو الجاحظ.
(2) لم أجده
في ديوانه.

ثم قال في الصفحة التالية (١) كلاما آخر لا صلة له بما قبله وأطال فيه.

---

(١) يعني سيبويه.

خاتمة بلا حاشية (١).
"""


def test_notes_are_joined_to_their_places_page_by_page() -> None:
    article = read(PAGES.encode(), Hints(name="a.txt"))
    notes = [block for block in article.blocks if block.kind is BlockKind.FOOTNOTE]
    assert [article.text[note.start : note.end] for note in notes] == [
        "(١) هو الجاحظ.",
        "(2) لم أجده\nفي ديوانه.",
        "(١) يعني سيبويه.",
    ]
    assert [note.label for note in notes] == ["١", "2", "١"]
    references = [mark for mark in article.marks if mark.kind is MarkKind.NOTE_REFERENCE]
    assert [article.text[mark.start - 4 : mark.end] for mark in references] == ["مان (١)", "اعر [2]", "لية (١)"]
    assert [mark.target for mark in references] == [note.anchor for note in notes]
    assert len({note.anchor for note in notes}) == 3
    assert article.text == PAGES


def test_a_rule_without_notes_is_only_a_rule() -> None:
    article = read("فقرة أولى (١) طويلة.\n\n***\n\nفقرة ثانية.\n".encode(), Hints(name="a.txt"))
    assert [block.kind for block in article.blocks] == [BlockKind.PARAGRAPH, BlockKind.RULE, BlockKind.PARAGRAPH]
    assert not article.marks
