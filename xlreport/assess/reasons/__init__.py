"""Judgements in words: why a light, what pace is needed, figures with their units."""
