"""The reading surface: lays out and paints only what is seen of an article, and knows the place of every letter."""

from __future__ import annotations
