"""Read, keep and find Chinese-language news. Nothing in here fetches."""

from archive.api import Archive
from archive.errors import ArchiveError, NotAnArticle
from archive.saved import read_page

__all__ = ["Archive", "ArchiveError", "NotAnArticle", "read_page"]
