"""What does git know of the content? Its revisions, its texts, its times."""
