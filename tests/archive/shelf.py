"""A way to put articles into an archive without reading pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, update

from archive.models import articles, sites, texts
from archive.questions import index


@dataclass(frozen=True)
class Shelf:
    """Files articles into tables and index as the store does."""

    connection: Connection

    def file(self, title: str, body: str, **fields: Any) -> int:
        """A new article; its id."""
        site = {"key": fields.get("site", "example"), "name": "示例日报", "hosts": ["news.example.cn"]}
        self.connection.execute(insert(sites).prefix_with("OR IGNORE").values(site))
        shown = {
            "published_at": date(2026, 11, 1),
            "authors": [],
            "copies": 1,
            "first_seen_at": datetime(2026, 11, 1, tzinfo=UTC),
            "site": "example",
        }
        statement = insert(articles).values(shown | fields).returning(articles.c.id)
        article: int = self.connection.execute(statement).scalar_one()
        self.reword(article, title, body)
        return article

    def reword(self, article: int, title: str, body: str) -> int:
        """Another text for an article; the text's id."""
        digest = sha256(f"{article} {body}".encode()).hexdigest()
        keys = {"digest": digest, "key_digest": digest, "key_total": 1}
        wording = {"body": body, "script": "hans", "length": len(body), "article": article}
        text: int = self.connection.execute(insert(texts).values(keys | wording).returning(texts.c.id)).scalar_one()
        shown = update(articles).where(articles.c.id == article).values(text=text, title=title)
        at = self.connection.execute(shown.returning(articles.c.published_at)).scalar_one()
        entry = index.Entry(article=article, published_at=at, title=title, text=text, body=body)
        index.replace_row(self.connection, entry)
        return text
