"""The summary's rows as data: CSV, JSON, Parquet and a data frame, and such a file read back."""
