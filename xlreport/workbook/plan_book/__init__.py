"""A plan as a workbook, and back."""
