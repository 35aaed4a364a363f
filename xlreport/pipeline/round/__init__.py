"""The round by mail: out, back, returned, acknowledged, reminded, amended, and its ledger."""
