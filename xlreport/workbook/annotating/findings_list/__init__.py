"""The sheet of findings in front of a marked workbook: its lines, and the one that it takes the
place of.
"""
