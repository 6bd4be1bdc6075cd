"""What does the project promise? Each test's docstring is the promise it keeps."""
