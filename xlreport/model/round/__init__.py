"""What a round by mail keeps: the ledger's values, settings of a workspace, contacts."""
