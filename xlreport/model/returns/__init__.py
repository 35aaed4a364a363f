"""What goes out and comes back: submissions, findings with their codes, accepted records."""
