"""Numbers of a sentence that are no targets, each with its reason."""
