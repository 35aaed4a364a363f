"""The parts of an annotated copy; `annotate` puts them together."""
