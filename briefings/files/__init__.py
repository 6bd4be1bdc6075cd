"""What does one file give? From its bytes to records, or to problems with their places."""
