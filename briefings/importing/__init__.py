"""How does a source become a draft, and how are a draft's quotes held to their source?"""
