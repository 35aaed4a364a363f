"""Judgements as formulas of their row's cells, made by the rules that judge."""
