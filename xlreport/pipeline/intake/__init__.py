"""An inbox read: each file examined, cached, marked; which copy counts; shards and engines."""
