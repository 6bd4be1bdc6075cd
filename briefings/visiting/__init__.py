"""What became of the pages that sources lead to? They are visited, politely, and it is written down."""
