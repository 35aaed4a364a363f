"""The quick way: patterns over parts of an xlsx workbook as office programs write them."""
