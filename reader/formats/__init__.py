"""Bytes to articles: one module per format behind the one door ``read``."""
