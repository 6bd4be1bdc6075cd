"""How does something new come into the content?"""
