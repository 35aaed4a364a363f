"""Commands of a round in a workspace: send, fetch, return, remind, and what the ledger knows."""
