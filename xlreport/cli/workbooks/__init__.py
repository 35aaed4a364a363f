"""Commands about departments' workbooks in plain folders: made, filled, checked, summed up."""
