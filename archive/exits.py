"""What a command's exit code says."""

from enum import IntEnum


class Exit(IntEnum):
    """Numbers after Browsertrix and sysexits. If several apply: storage, then 13, 11, 15, then failed."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    STORAGE = 3  # disk full, damaged, not an archive
    CONFIGURATION = 4
    FAILED = 5  # finished, but some site, URL or record failed
    REFUSED = 6  # by robots.txt, or because the address is private
    NOTHING = 7  # nothing found, or nothing stored where something was expected
    INTERRUPTED = 11
    FORCED = 13  # interrupted twice
    TIME = 15
    LOCKED = 75  # another run holds the archive
