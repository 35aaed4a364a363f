"""Commands of a round in a workspace: begun, watched, amended, and how each department stands."""
