"""What people type, as values: numbers, days, choices, units."""
