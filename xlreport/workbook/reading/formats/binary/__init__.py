"""What .xls and .xlsb workbooks are made of: records, formulas as tokens, links."""
