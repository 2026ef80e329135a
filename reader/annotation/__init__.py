"""Annotations and where they are, in the terms of the W3C Web Annotation model; no storage, no Qt."""
