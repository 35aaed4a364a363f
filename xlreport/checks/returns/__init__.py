"""What a return must be beside the form that was sent out, and what of it may be believed."""
