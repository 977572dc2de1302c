"""What the archive and the crawler log, for the person at the terminal."""

import logging

from archive.inert import flat, inert


def to_stderr(*, debug: bool) -> None:
    """Let our own warnings be told, a line each; with *debug* all, with tracebacks. Libraries log as they will."""
    handler = logging.StreamHandler()
    handler.setFormatter(Whole("%(levelname)s %(name)s: %(message)s") if debug else OneLine())
    for name in ("archive", "crawler"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.DEBUG if debug else logging.WARNING)
        logger.handlers, logger.propagate = [handler], False


class Whole(logging.Formatter):
    """A record with its traceback, which may quote a page."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines, safe for a terminal."""
        return inert(super().format(record))


class OneLine(logging.Formatter):
    """A record without its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The message, safe for a terminal."""
        return flat(f"{record.levelname.lower()}: {record.getMessage()}")
