"""The ledger of a round, taken out: copies that are proved and read back, tables as files."""
