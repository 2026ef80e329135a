from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.naming import file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("بايدن ورئيس الـناتو", "بايدن ورئيس الـناتو"),
        ('a/b\\c: "d" <e>|f?*', "a b c d e f"),
        ("سطر\nثان\t\u2028ثالث", "سطر ثان ثالث"),
        ("\u202eمقلوب\u2069 می‌خواهم", "مقلوب می‌خواهم"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        (" .. نقاط ... ", "نقاط"),
        ("", "notes"),
        ("///", "notes"),
        ("con", "notes con"),
        ("COM1.txt", "notes COM1.txt"),
        ("console", "console"),
        ("كلمة " * 40, ("كلمة " * 22).strip()),
        ("ك" * 150, "ك" * 100),
    ],
)
def test_names(title: str, name: str) -> None:
    assert file_name(title) == name


@given(st.text(max_size=300))
def test_every_title_gives_a_valid_name(title: str) -> None:
    name = file_name(title)
    assert 0 < len(name.encode()) <= 206
    assert not set(name) & set('<>:"/\\|?*')
    assert not {unicodedata.category(letter) for letter in name} & {"Cc", "Zl", "Zp"}
    assert name == name.strip(" .")
