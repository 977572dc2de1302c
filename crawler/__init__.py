"""Fetch news pages and hand them to the archive as captures."""
