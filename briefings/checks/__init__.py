"""Does it all fit together? What needs more than one key, or more than one file, to be seen."""
