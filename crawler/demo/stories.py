"""The demo's stories, clean, as their writers left them."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

PAGES = Path(__file__).with_name("pages")
FIRST, EDITED = 1, 2  # the editions: before and after a correction


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story before any outlet has set it: simplified script, full-width punctuation, one paragraph a line."""

    key: str
    title: str
    published_at: datetime
    source: str
    text: str
    edition: int = FIRST

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, paragraph by paragraph."""
        return tuple(self.text.strip().splitlines())


@cache
def all_stories() -> tuple[Story, ...]:
    """Every wording of every story, in the order of the file."""
    table = tomllib.loads((PAGES / "stories.toml").read_text(encoding="utf-8"))
    return tuple(Story(**row) for row in table["story"])


def stories(edition: int) -> dict[str, Story]:
    """Each story by its key, in the newest wording up to *edition*."""
    return {story.key: story for story in all_stories() if story.edition <= edition}
