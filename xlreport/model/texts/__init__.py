"""Texts, character by character: what looks alike, what is struck out, what is remembered."""
