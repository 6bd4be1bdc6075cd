"""How does this project's build compare with Hugo's, on the same bulletin, on this machine?"""
