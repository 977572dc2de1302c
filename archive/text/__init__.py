"""Chinese text: undoing damage, one script for comparing, and what the search index sees."""
