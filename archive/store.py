"""Captures, readings, texts and what follows from them: the only way into the archive's tables."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from archive import articles as derived
from archive import links, parts
from archive.capture import Capture
from archive.extract import READER
from archive.extract.result import Extraction
from archive.fingerprint import Fingerprint, fingerprint
from archive.models import articles, captures, pages, readings, sites, texts
from archive.outcome import Outcome, Reason, Verdict
from archive.revision import Seen, judge
from archive.site import Site
from archive.urls import canonical_url
from archive.warc import Earlier


class Store:
    """The archive within one transaction, which is the caller's."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def record(self, capture: Capture, found: Extraction, prints: Fingerprint, site: Site) -> Outcome:
        """Enter what a page says, and say what it means for the archive."""
        capture_id, former = self._enter(capture)
        page = self._page(capture, site)
        row = {"capture": capture_id, "page": page, "reader": READER, **columns(found)}
        if found.part_of:
            return self._part(capture, row, found, prints, former)
        return self._article(capture, row, found, prints, former)

    def reject(self, capture: Capture, reason: Reason, detail: str = "") -> Outcome:
        """Enter that a capture holds no article. It is counted with its page if that has held one before."""
        capture_id, former = self._enter(capture)
        page = self.connection.execute(select(pages.c.id).where(pages.c.url == page_url(capture))).scalar()
        row = {"capture": capture_id, "page": page, "reader": READER, "reason": reason, "detail": detail or None}
        self.connection.execute(insert(readings).values(row))
        if former:
            derived.settle(self.connection, None, None, former)
            parts.rejoin(self.connection, page_url(capture))
        return Outcome(verdict=Verdict.REJECTED, reason=reason, detail=detail)

    def repeat(self, capture: Capture, site: Site) -> Outcome | None:
        """Enter a capture with the payload of an earlier one of its address, which reads the same.

        None, and nothing is entered, if the earlier one was not read by today's reader.
        """
        same = (
            select(readings)
            .join(captures, captures.c.id == readings.c.capture)
            .where(captures.c.url == capture.url, captures.c.payload_digest == capture.payload_digest)
            .where(captures.c.content_type.is_not_distinct_from(capture.header("Content-Type")))
            .where(captures.c.status == capture.status, readings.c.reader == READER)
            .order_by(captures.c.captured_at.desc(), captures.c.id.desc())
            .limit(1)
        )
        row = self.connection.execute(same).mappings().first()
        if row is None:
            return None
        capture_id, _ = self._enter(capture)
        page = self._page(capture, site) if row["page"] else None
        if row["text"] is None:
            self.connection.execute(insert(readings).values({**row, "capture": capture_id}))
            return Outcome(verdict=Verdict.REJECTED, reason=Reason(row["reason"]), detail=row["detail"] or "")
        text = self.connection.execute(select(texts).where(texts.c.id == row["text"])).one()
        seen = Seen(key_digest=text.key_digest, title=row["title"], reader=READER)
        verdict = self._verdict(capture, page or row["page"], seen)
        self.connection.execute(insert(readings).values({**row, "capture": capture_id}))
        if verdict is not Verdict.UNCHANGED:  # a foreign WARC has brought something in between
            derived.settle(self.connection, text.id, page or row["page"], derived.Former())
        return Outcome(verdict=verdict, article_id=text.article)

    def seen_again(self, url: str, at: datetime) -> None:
        """Enter that the page at *url* (canonical) was still the same at that time, by the word of its server."""
        self.connection.execute(
            update(pages)
            .where(pages.c.url == url)
            .values(last_seen_at=func.max(pages.c.last_seen_at, literal(at, pages.c.last_seen_at.type)))
        )

    def _article(
        self,
        capture: Capture,
        row: dict[str, Any],
        found: Extraction,
        prints: Fingerprint,
        former: derived.Former | None,
    ) -> Outcome:
        """Enter an article's reading, with the text of its later pages as far as they are there."""
        whole = parts.whole(self.connection, found.text, next_page=found.next_page, at=capture.captured_at)
        own = derived.wording(self.connection, found.text, prints) if found.next_page else None
        prints = prints if whole.text == found.text else fingerprint(whole.text)
        text = derived.wording(self.connection, whole.text, prints)
        page = int(row["page"])
        verdict = self._verdict(capture, page, Seen(key_digest=prints.digest, title=found.title, reader=READER))
        self.connection.execute(insert(readings).values(whole.marked(row) | {"text": text, "part": own}))
        derived.settle(self.connection, text, page, former or derived.Former())
        parts.rejoin(self.connection, page_url(capture))
        article = derived.article_of(self.connection, text)
        if verdict is Verdict.CREATED and article and self._has_copies(article):
            verdict = Verdict.COPIED
        return Outcome(
            verdict=Verdict.REREAD if former else verdict,
            article_id=article,
            related=links.linked(self.connection, article) if article else (),
        )

    def _part(
        self,
        capture: Capture,
        row: dict[str, Any],
        found: Extraction,
        prints: Fingerprint,
        former: derived.Former | None,
    ) -> Outcome:
        """Enter the reading of a later page, and what it means for the article that goes over it."""
        own = derived.wording(self.connection, found.text, prints)
        refusal = {"reason": Reason.PART, "detail": found.part_of, "part": own}
        self.connection.execute(insert(readings).values(row | refusal))
        derived.settle(self.connection, None, None, former or derived.Former())
        parts.rejoin(self.connection, page_url(capture))
        return Outcome(verdict=Verdict.REJECTED, reason=Reason.PART, detail=found.part_of or "")

    def earlier(self, payload_digest: str) -> Earlier | None:
        """The first capture kept with this payload, for a revisit record to refer to."""
        same = captures.c.payload_digest == payload_digest, captures.c.warc_file.is_not(None), captures.c.status > 0
        row = self.connection.execute(select(captures).where(*same).order_by(captures.c.id).limit(1)).first()
        return Earlier(record_id=row.record_id, url=row.url, captured_at=row.captured_at) if row else None

    def has(self, record_id: str) -> bool:
        """Whether the capture of this WARC-Record-ID has been read."""
        known = select(captures.c.id).where(captures.c.record_id == record_id)
        return self.connection.execute(known).first() is not None

    def _enter(self, capture: Capture) -> tuple[int, derived.Former | None]:
        """The capture's row; and, if it had been read before, what it was then. The old reading is taken out."""
        place = capture.place
        row = {
            "record_id": capture.record_id,
            "url": capture.url,
            "captured_at": capture.captured_at,
            "status": capture.status,
            "content_type": capture.header("Content-Type"),
            "payload_digest": capture.payload_digest,
            "warc_file": place.file if place else None,
            "warc_offset": place.offset if place else None,
            "warc_length": place.length if place else None,
            "tls_verified": capture.tls_verified,
            "truncated": capture.truncated,
        }
        added = (
            insert(captures).values(row).on_conflict_do_nothing(index_elements=["record_id"]).returning(captures.c.id)
        )
        new = self.connection.execute(added).scalar()
        if new is not None:
            return new, None
        known = self.connection.execute(
            select(captures.c.id).where(captures.c.record_id == capture.record_id)
        ).scalar_one()
        taken = (
            delete(readings)
            .where(readings.c.capture == known)
            .returning(readings.c.page, readings.c.text, readings.c.part)
        )
        old = self.connection.execute(taken).mappings().first()
        return known, derived.former(self.connection, **old) if old else derived.Former()

    def _page(self, capture: Capture, site: Site) -> int:
        """The row of the capture's address, with the span in which it was seen."""
        at = capture.captured_at
        new = insert(sites).values(key=site.key, name=site.name, hosts=list(site.hosts))
        excluded = new.excluded
        changed = or_(sites.c.name != excluded.name, sites.c.hosts != excluded.hosts)
        self.connection.execute(
            new.on_conflict_do_update(
                index_elements=["key"],
                set_={"name": excluded.name, "hosts": excluded.hosts},
                where=changed & (excluded.name != ""),
            )
        )
        page = insert(pages).values(url=page_url(capture), site=site.key, first_seen_at=at, last_seen_at=at)
        seen = {
            "first_seen_at": func.min(pages.c.first_seen_at, page.excluded.first_seen_at),
            "last_seen_at": func.max(pages.c.last_seen_at, page.excluded.last_seen_at),
        }
        upsert = page.on_conflict_do_update(index_elements=["url"], set_=seen).returning(pages.c.id)
        known = int(self.connection.execute(upsert).scalar_one())
        self._take_in(capture, known)
        return known

    def _take_in(self, capture: Capture, page: int) -> None:
        """Give a page the readings that came before it was known as one: a 404 of later may arrive first."""
        own = select(captures.c.id).where(captures.c.url.in_({capture.url, page_url(capture)}))
        strays = update(readings).where(readings.c.capture.in_(own), readings.c.page.is_(None))
        self.connection.execute(strays.values(page=page))

    def _verdict(self, capture: Capture, page: int, reading: Seen) -> Verdict:
        """What a reading is at its address, beside the one before it in capture time, else the one after."""
        moment = tuple_(captures.c.captured_at, captures.c.record_id)
        # Without its type the time would be written as SQLAlchemy writes times, with a space for the T.
        mine = tuple_(capture.captured_at, capture.record_id, types=[column.type for column in moment.clauses])
        seen = (
            select(texts.c.key_digest, readings.c.title, readings.c.reader)
            .join_from(readings, texts, texts.c.id == readings.c.text)
            .join(captures, captures.c.id == readings.c.capture)
            .where(readings.c.page == page)
            .limit(1)
        )
        before = seen.where(moment < mine).order_by(captures.c.captured_at.desc(), captures.c.record_id.desc())
        after = seen.where(moment > mine).order_by(captures.c.captured_at, captures.c.record_id)
        row = self.connection.execute(before).mappings().first() or self.connection.execute(after).mappings().first()
        return judge(reading, Seen(**row) if row else None)

    def _has_copies(self, article: int) -> bool:
        copies = self.connection.execute(select(articles.c.copies).where(articles.c.id == article)).scalar()
        return copies is not None and copies > 1


def page_url(capture: Capture) -> str:
    """The address a capture is a page of; an odd one from somebody else's WARC stands for itself."""
    try:
        return canonical_url(capture.url)
    except ValueError:
        return capture.url


def columns(found: Extraction) -> dict[str, Any]:
    """What a reading keeps of an extraction, by column."""
    left_out = {"text", "script", "edits", "part_of"}
    row = {name: value for name, value in vars(found).items() if name not in left_out}
    plain = {"repairs": dict(found.repairs), "removed": dict(found.removed), "evidence": dict(found.evidence)}
    lists = {
        "authors": list(found.authors),
        "flags": list(found.flags),
        "edits": [asdict(edit) for edit in found.edits],
    }
    return row | plain | lists
