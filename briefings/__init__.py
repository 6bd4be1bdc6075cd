"""A static-site generator for a briefing bulletin."""

__version__ = "0.1.0"
