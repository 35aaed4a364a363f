"""What a plan is: its targets and tasks, periods, revisions, thresholds, the forms and template
codes made of it, and the sheets of its workbook.
"""
