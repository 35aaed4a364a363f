"""What went out, what came in and what became of it: one SQLite file in which history is never
deleted.
"""
