"""Commands about a plan: draft it, prove it, hand it out as a workbook; the looks of workbooks."""
