"""Forms of departments: made from a plan, generated as workbooks, filled."""
