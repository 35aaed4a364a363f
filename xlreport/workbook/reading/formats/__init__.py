"""Formats of workbooks (xlsx, xlsb, xls, ods) as one kind of book with raw cells."""
