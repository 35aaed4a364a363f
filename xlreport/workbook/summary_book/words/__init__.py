"""What the summary says, sheet by sheet, before it is painted."""
