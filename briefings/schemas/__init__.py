"""How does a text editor know the format? JSON Schemas made of the model and of the bulletin's ids."""
