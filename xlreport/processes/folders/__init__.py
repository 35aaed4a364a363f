"""Folders that files arrive in, near and remote: what lies in them, and what lies still."""
