"""Plans as files: loaded, found, proved, drafted, exported, imported, compared."""
