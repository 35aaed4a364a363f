"""Worker processes and their limits, calls of the platform, folders near and far: nothing of Excel,
nothing of rules.
"""
