"""How is a file changed or written as an editor would? Comments stay, and one style."""
