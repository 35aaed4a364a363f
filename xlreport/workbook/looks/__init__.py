"""Workbook templates as values: sheets, words, looks of cells, placeholders."""
