"""What goes out in a round: workbooks sent, returns sent back or accepted, reminders, letters
taken back.
"""
