"""Mails out and back: built as pure bytes, handed to a server, read from a mailbox."""
