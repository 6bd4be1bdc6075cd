"""What should an editor look at? Rules beyond the format, of which `briefings check` warns."""
