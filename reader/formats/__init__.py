"""Bytes to articles: one module per format behind the one door ``read``."""

from __future__ import annotations

from reader.formats.door import read
from reader.formats.hints import Hints, Watch

__all__ = ["Hints", "Watch", "read"]
