"""What a target is called, and who may answer for it: the lexicon, names, departments."""
