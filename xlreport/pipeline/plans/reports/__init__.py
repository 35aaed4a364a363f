"""A report's file, in whatever format it came, as its text."""
