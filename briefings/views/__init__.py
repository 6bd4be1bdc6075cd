"""What does each page, feed and machine file show? One module a kind of output."""
