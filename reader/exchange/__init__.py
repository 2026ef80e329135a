"""Annotations out and in: one module per format, pure functions of article and annotations."""
