"""Word papers: what a summary says, put as text into documents that a coordinator restyles."""
