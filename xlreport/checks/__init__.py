"""Findings: what a plan or a returned workbook says, against what it should say."""
