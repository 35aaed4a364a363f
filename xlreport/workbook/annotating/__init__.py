"""A returned workbook with its findings marked, every other byte as it was."""
