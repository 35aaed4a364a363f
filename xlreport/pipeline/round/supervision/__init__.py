"""What goes with supervising a round: papers issued, copies sealed, sites inspected."""
