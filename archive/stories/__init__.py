"""Which texts tell one story, and which articles have to do with each other.

`archive.story` judges two texts; here is how the texts to compare are found, and what follows for all of them together.
"""
