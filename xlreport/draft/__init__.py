"""A report's text → a draft plan, by rules that say why they took what they took."""
