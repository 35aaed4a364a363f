"""Which part of a report a sentence belongs to, and under which head it stands."""
