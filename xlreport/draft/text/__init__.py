"""A report's bytes → one flat text with the place of every character, its sentences and its numbers."""
