"""Read, keep and find Chinese-language news. Nothing in here fetches."""

from archive.api import Archive, read_page
from archive.errors import ArchiveError, NotAnArticle

__all__ = ["Archive", "ArchiveError", "NotAnArticle", "read_page"]
