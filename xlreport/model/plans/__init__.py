"""What a plan is: its targets and tasks, periods, revisions, thresholds, and the sheets of its
workbook.
"""
