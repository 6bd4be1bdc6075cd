"""What do readers see? The theme `briefings`: templates, partials and assets."""
