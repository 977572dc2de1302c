"""JSON lines: an article a line with all evidence for it. What is written here, `archive.importing` reads again.

A line holds what the article shows (`title`, `published_at`, `source`, `editor`, `authors`, `text` and so on), then

* `captures`: every capture from which the article follows: record id, address, time, payload digest, and its reading:
  fields as printed and as understood, repairs, flags, where each field stood, the version of the reader. `text` and
  `part` name wordings by their SHA-256. Captures of the pages an article goes on over are among them, and those of its
  addresses that were refused, with the reason;
* `texts`: the wordings by SHA-256, but for the one that is `text`;
* `copies` and `revisions`, which follow from the captures and are there to be read, not to be imported.

The bytes as served are not in it: they are in the WARC files that `warc` names, and in an export to `.wacz`.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from archive.export.values import Evidence, Kept
from archive.inert import dumped


def write(articles: Iterable[Evidence], file: TextIO) -> None:
    """Write a line an article."""
    file.writelines(dumped(line(one)) + "\n" for one in articles)


def line(found: Evidence) -> dict[str, Any]:
    """An article with its evidence, as JSON has it."""
    bodies = {digest: body for capture in found.captures for digest, body in capture.bodies.items()}
    return vars(found.article) | {
        "copies": found.copies,
        "revisions": found.revisions,
        "captures": [to_object(capture) for capture in found.captures],
        "texts": {digest: body for digest, body in bodies.items() if body != found.article.text},
    }


def to_object(capture: Kept) -> dict[str, Any]:
    """A capture and its reading."""
    where = {"page": capture.page, "site": capture.site, "warc": asdict(capture.place) if capture.place else None}
    return {**capture.fields, **where, "text": capture.text, "part": capture.part}
