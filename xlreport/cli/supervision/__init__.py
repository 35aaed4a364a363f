"""Commands of supervision: papers, decisions, inspections, sealed copies, letters to who lags."""
