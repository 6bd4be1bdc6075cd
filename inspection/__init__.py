"""How good are the pages? What a person looks at, and what measures them, outside of the tests."""
