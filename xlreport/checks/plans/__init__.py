"""What a plan must be, as a file or as the lines of its workbook."""
