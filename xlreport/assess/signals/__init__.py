"""What stands beside a light and changes none: travel, forecast, escalation, second tests."""
