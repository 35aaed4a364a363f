"""Summaries as Word papers: templates found and filled, the public edition drawn up."""
