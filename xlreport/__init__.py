"""xlreport: targets of a government's work report, out to departments and back, as spreadsheets."""
