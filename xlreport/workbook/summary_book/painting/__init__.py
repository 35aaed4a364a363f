"""How the summary's sheets are painted from their template: looks, places, heights, rows."""
