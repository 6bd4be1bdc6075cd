"""What was used once to make something that is kept here."""
