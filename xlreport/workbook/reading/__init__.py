"""From bytes to cells: containers, markup, sheets and what they hold; `reader` puts it together."""
