"""Records summed up: judged, side by side with another plan, written as summary and rows."""
