"""Any workbook as a submission, nothing believed: from bytes to rows of known fields."""
