"""How are entries written in the browser? Decap CMS with a configuration made of the model."""
