"""The spider, and how it finds articles."""
