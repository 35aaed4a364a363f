"""A form as a department's workbook, and values put into its open cells."""
