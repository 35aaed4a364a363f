"""The command line: a module a command; the only room that prints, exits or reads the clock."""
