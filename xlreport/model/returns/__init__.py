"""What goes out and comes back: forms, submissions, findings with their codes, accepted records."""
