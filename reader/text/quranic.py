"""Rules that turn vocalised Quranic (Uthmani) spelling into the spelling of today, for ``text.rewrite``.

The small alef above is written as a letter today (the table sees to that) except in words that every reader knows:
هذا, ذلك, لكن, إله, الرحمن, أولئك. Waw and yeh that carry it are read as alef (الصلاة, هداهم), hamza without a seat
takes one, the small waw, yeh and noon inside a word are letters, and يا is a word of its own. After the description
Tanzil gives of its Uthmani and its simple text; order matters, the first rule that matches holds.
"""

from __future__ import annotations

from reader.text.classes import ARABIC_MARKS, SMALL_LETTERS

_M = f"[{ARABIC_MARKS}]*"
_LETTERS = "\u0621-\u063a\u0641-\u064a\u0671"
_L = f"[{_LETTERS}]"
_START = f"(?<![{_LETTERS}{ARABIC_MARKS}{SMALL_LETTERS}\u0640])"
_END = f"(?![{_LETTERS}{ARABIC_MARKS}{SMALL_LETTERS}\u0640])"
_FATHA, _DAMMA, _KASRA = "\u064e", "\u064f", "\u0650"
_SUKUN = "[\u0652\u06e1]"
_SILENT = "[\u0652\u06df]"
_DOUBLED = "[\u064e\u0651]{2}"
_DAGGER = f"[{ARABIC_MARKS}\u0640]*\u0670{_M}"
# The order of the marks over a stretched line differs between editions.
_HAMZA = f"\u0640{_M}\u0654{_M}"
_HAMZA_FATHA = "\u0640(?:\u064e\u0654|\u0654\u064e)"
_HAMZA_DAGGER = f"\u0640(?={_M}\u0654)(?={_M}\u0670){_M}"

QURANIC_RULES: tuple[tuple[str, str], ...] = (
    # The vocative and ها are words of their own: يَٰٓأَيُّهَا, وَيَٰقَوۡمِ, هَٰٓأَنتُمۡ.
    (f"(?:{_START}|(?<={_START}[وف]{_FATHA}))ي{_DAGGER}(?=[{_LETTERS}\u0640])", "يا "),
    (f"{_START}ه{_DAGGER}(?=أ{_M}ن{_M}ت)", "ها "),
    # Words whose alef stays unwritten.
    (f"ه{_DAGGER}(?=[ذؤك])", "ه"),
    (f"ذ{_DAGGER}(?=ل{_KASRA}ك)", "ذ"),
    (f"ل{_DAGGER}(?=ك{_KASRA}ن)", "ل"),
    (f"(?<=[إء]{_KASRA})ل{_DAGGER}(?=ه)", "ل"),
    (f"(?<=أ{_DAMMA})و{_M}ل{_DAGGER}(?=ئ)", "ول"),
    (f"ح{_SUKUN}م{_DAGGER}(?=ن)", "حم"),
    # Two lams today: ٱلَّيۡل, ٱلَّٰتِي, ٱلَّذَيۡنِ.
    (f"ٱل(?={_DOUBLED}(?:ي{_SUKUN}ل|\u0640?\u0670|ذ{_FATHA}(?:ي{_SUKUN}|ا|\u0670)ن{_KASRA}))", "الل"),
    # Waw and yeh that are read as alef: ٱلصَّلَوٰةَ, ٱلرِّبَوٰاْ, هَدَىٰهُمۡ; at the end of a word yeh stays.
    (f"و\u0670{_M}(?:ا{_SILENT})?", "ا"),
    (f"ى{_M}\u0670{_M}(?={_L})", "ا"),
    (f"ى{_M}\u0670", "ى"),
    # Alef maddah: ءَامَنُواْ, ٱلۡقُرۡءَان, سَوۡءَٰتِهِمَا; but رَءَا and نَـَٔا are رأى and نأى.
    (f"ر{_FATHA}ء{_FATHA}ا{_END}", "راى"),
    (f"ن{_FATHA}{_HAMZA_FATHA}ا{_END}", "ناى"),
    (f"ء{_FATHA}[اآ]", "آ"),
    (f"ء{_FATHA}?\u0640?\u0670{_M}", "آ"),
    # Alef with hamza: ءَأَنتُمۡ, أَءِذَا, أَرَءَيۡتُمۡ.
    (f"{_START}ء(?={_M}{_L})", "أ"),
    (f"(?<=أ{_FATHA})ء", "أ"),
    (f"(?<={_FATHA})ء(?={_FATHA}{_L})", "أ"),
    # جَآءُو, بَآءُو have an alef after their waw today.
    (f"ء{_DAMMA}و{_END}", "ءوا"),
    # جَزَـٰٓؤُاْ, ٱلۡمَلَؤُاْ, ٱمۡرُؤٌاْ.
    (f"(?<=\u0670\u0653)ؤ{_M}ا{_SILENT}{_END}", "ء"),
    (f"ؤ{_DAMMA}ا{_SILENT}{_END}", "أ"),
    (f"ؤ\u064cا{_SILENT}{_END}", "ؤ"),
    # Hamza over a stretched line: خَطِيٓـَٰٔتِكُمۡ, سَيِّـَٔاتِ, شَيۡـٔٗا, ٱسۡتَيۡـَٔسَ, خَطِيٓـَٔةٗ …
    (f"ي{_M}{_HAMZA_DAGGER}", "يئا"),
    (f"ي{_M}{_HAMZA}ا", "يئا"),
    (f"ي{_SUKUN}{_HAMZA_FATHA}(?=[\u0621-\u0628\u062a-\u064a])", "يأ"),
    (f"ي{_M}{_HAMZA}", "يئ"),
    # … ٱلۡـَٰٔنَ, بِـَٔايَٰتِ, خِطۡـٔٗا, يَسۡـَٔلُونَ, يَسۡتَـٔۡخِرُونَ, ٱلۡأَفۡـِٔدَة.
    (_HAMZA_DAGGER, "آ"),
    (f"(?<=[{_FATHA}\u0652\u06e1]){_HAMZA}\u0640\u0670{_M}", "آ"),
    (f"{_HAMZA_FATHA}ا", "آ"),
    (f"(?<=[{_FATHA}\u0652\u06e1]){_HAMZA_FATHA}(?={_L})", "أ"),
    (f"(?<={_FATHA})\u0640\u0654{_SUKUN}", "أ"),
    (_HAMZA, "ئ"),
    (f"ي{_M}\u0655", "ئ"),
    # Small letters inside a word: ٱلنَّبِيِّـۧنَ, نُـۨجِي, إِۦلَٰفِهِمۡ, يَسۡتَوُۥنَ; not دَاوُۥد.
    (f"(?:\u0640{_M})?\u06e7{_M}", "ي"),
    (f"(?:\u0640{_M})?\u06e8{_M}", "ن"),
    (f"\u06e6{_M}(?={_L})", "ي"),
    (f"(?<!دَاوُ)\u06e5{_M}(?={_L})", "و"),
    # Of two yehs at the end one is written: يُحۡيِ, يَسۡتَحۡيِۦٓ.
    (f"ح{_SUKUN}ي{_KASRA}(?:\u06e6{_M})?{_END}", "حيي"),
    # Alefs nobody reads or writes today: تَاْيۡـَٔسُواْ, لَأَاْذۡبَحَنَّهُۥٓ.
    (f"ا{_SILENT}(?=[يى])", ""),
    (f"(?<=أ{_FATHA})ا{_SILENT}", ""),
)
