"""What do the texts say? Markdown in, safe HTML out."""
