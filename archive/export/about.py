"""What an export says of itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from archive.filters import Filters


@dataclass(frozen=True, kw_only=True)
class About:
    """The question that was asked, when the answer was written, and by which program."""

    query: str | None
    filters: Filters
    made_at: datetime
    software: str

    @property
    def question(self) -> str:
        """The question in one line: `北京 交通 source=新华社`; empty if everything was asked for."""
        asked = (f"{name}={value}" for name, value in vars(self.filters).items() if value)
        return " ".join(filter(None, (self.query, *asked)))

    @property
    def title(self) -> str:
        """A name for the whole."""
        return f"news-archive: {self.question}" if self.question else "news-archive"

    @property
    def id(self) -> str:
        """A name for the question that is the same each time it is asked."""
        return uuid5(NAMESPACE_URL, f"news-archive {self.question}").urn
