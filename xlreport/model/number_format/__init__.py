"""What a number format makes of a number: the text that a person sees in the cell."""
