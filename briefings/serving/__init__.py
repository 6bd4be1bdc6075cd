"""How is a bulletin shown to those who write it? A server that follows every save."""
