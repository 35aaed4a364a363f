"""The sheets of a plan's workbook as values: which field each column is, what is told beside."""
