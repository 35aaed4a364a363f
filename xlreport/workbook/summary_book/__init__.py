"""The summary as a workbook: what leaders read."""
