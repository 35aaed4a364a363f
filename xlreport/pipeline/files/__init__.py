"""Files of a run: written whole, locked, unpacked; where they lie; passwords."""
