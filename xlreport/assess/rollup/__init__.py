"""Lights counted up, and points weighed, by department, section and status."""
