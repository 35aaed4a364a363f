"""Commands about the ledger: what it knows, told and taken out; copies made and read back."""
