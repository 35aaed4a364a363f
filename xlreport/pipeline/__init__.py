"""The verbs, a module a verb; no printing, no clock."""
