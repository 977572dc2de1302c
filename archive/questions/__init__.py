"""How a question is put and answered: its language, its filters, the index. `archive.search` puts them together."""
