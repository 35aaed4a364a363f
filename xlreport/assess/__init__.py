"""Judgement: a record against its target at a period's end, as a light with the numbers that
explain it.
"""
