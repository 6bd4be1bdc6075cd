"""Where is it? Places on a map of the world."""
