"""How does a reader find an entry? The index of the search, made and kept up to date."""
