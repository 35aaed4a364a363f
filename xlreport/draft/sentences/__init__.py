"""One sentence → the targets and milestones in it, and the numbers that are none, with their reasons."""
