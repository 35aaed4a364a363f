"""All Excel knowledge: templates out, workbooks back, the summary."""
