"""What a file is and whether it may be opened: archives, compound files, markup, what acts by
itself.
"""
