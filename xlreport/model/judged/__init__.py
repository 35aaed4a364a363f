"""What is judged: assessments, their live formulas, leaders' decisions, the summary and its
rows.
"""
