"""Articles as files for other programs, one module a format."""

from archive.export.format import FORMATS, Format, format_of
from archive.export.source import Source
from archive.export.values import About
from archive.export.writing import export

__all__ = ["FORMATS", "About", "Format", "Source", "export", "format_of"]
