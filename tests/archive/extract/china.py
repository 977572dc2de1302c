"""Times as pages state them: in China."""

from datetime import datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def at(*parts: int) -> datetime:
    """A time in China: year, month, day, hour, minute, second."""
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type,misc]
