"""Texts for property tests: everything that has a rule of its own, mixed at random."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from reader.text.folding import ANCHORING, DEFAULTS, NOTHING

TROUBLE = (
    "اأإآٱىيئؤءةهـبتلمكگپچژوذ"
    "\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670\u06d6\u06e1\u06e5\u06e6\u06e7"
    "یکہھےۓںۀۂۃە"
    "אבלםמןץךײשׁ\u05b8\u05bc\u05be\u05f3\u05f4\ufb2a\ufb4f\u0591\u034f"
    "\ufefb\ufdf2\ufdfa\ufe8e\ufe71"
    "aAßéİſﬁ\u0301"
    "٠٥۵5٫،؛؟.…\"'«»“-–"
    " \n\u00a0\u200c\u200d\u200e\u202b\u202c\u2066\u2067\u2068\u2069\ufeff\ufffd"
    "😀🇸👍🏽\u0600"
)
TEXTS = st.text(alphabet=st.sampled_from(TROUBLE), max_size=60)
ANYTHING = st.text(max_size=60)
QURANIC = replace(DEFAULTS["ar"], quranic=True)
FOLDINGS = st.sampled_from([*DEFAULTS.values(), ANCHORING, NOTHING, QURANIC])
