"""Captures, readings, texts and what follows from them: the only way into the archive's tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from archive import articles as derived
from archive import parts
from archive.capture import Capture
from archive.extract import READER
from archive.extract.result import Extraction
from archive.models import articles, captures, pages, readings, sites, texts
from archive.outcome import Outcome, Reason, Verdict
from archive.prepared import Prepared, prepare
from archive.revision import Seen, judge
from archive.site import Site
from archive.statement import Statement
from archive.stories import links, neighbours
from archive.urls import canonical_url
from archive.warc import Earlier

ENTER = Statement(insert(captures).on_conflict_do_nothing(index_elements=["record_id"]).returning(captures.c.id))
KNOWN = Statement(select(captures.c.id).where(captures.c.record_id == bindparam("record_id")))
READ = Statement(insert(readings))
UNREAD = Statement(
    delete(readings)
    .where(readings.c.capture == bindparam("known"))
    .returning(readings.c.page, readings.c.text, readings.c.part)
)
NEW_SITE = insert(sites)
SITE = Statement(  # returns a row if anything has changed
    NEW_SITE.on_conflict_do_update(
        index_elements=["key"],
        set_={"name": NEW_SITE.excluded.name, "hosts": NEW_SITE.excluded.hosts},
        where=or_(sites.c.name != NEW_SITE.excluded.name, sites.c.hosts != NEW_SITE.excluded.hosts)
        & (NEW_SITE.excluded.name != ""),
    ).returning(sites.c.key)
)
AT: BindParameter[Any] = bindparam("at", type_=pages.c.last_seen_at.type)
NAME, HOSTS = (bindparam(name, type_=sites.c[name].type) for name in ("name", "hosts"))
NEW_PAGE = Statement(  # if its site is known as it is told
    insert(pages)
    .from_select(
        ["url", "site", "first_seen_at", "last_seen_at"],
        select(bindparam("url", type_=pages.c.url.type), sites.c.key, AT, AT).where(
            sites.c.key == bindparam("key"), or_(NAME == "", and_(sites.c.name == NAME, sites.c.hosts == HOSTS))
        ),
    )
    .on_conflict_do_nothing(index_elements=["url"])
    .returning(pages.c.id)
)
SEEN_LAST = (
    update(pages).where(pages.c.url == bindparam("known")).values(last_seen_at=func.max(pages.c.last_seen_at, AT))
)
SEEN_AGAIN = Statement(SEEN_LAST.values(first_seen_at=func.min(pages.c.first_seen_at, AT)).returning(pages.c.id))
PAGE_OF = Statement(select(pages.c.id).where(pages.c.url == bindparam("url")))
TAKE_IN = Statement(
    update(readings)
    .where(
        readings.c.capture.in_(select(captures.c.id).where(captures.c.url.in_([bindparam("asked"), bindparam("url")]))),
        readings.c.page.is_(None),
    )
    .values(page=bindparam("known"))
)
MOMENT = tuple_(captures.c.captured_at, captures.c.record_id)
MINE = tuple_(AT, bindparam("record_id"))
SEEN = (
    select(texts.c.key_digest, readings.c.title, readings.c.reader)
    .join_from(readings, texts, texts.c.id == readings.c.text)
    .join(captures, captures.c.id == readings.c.capture)
    .where(readings.c.page == bindparam("page"))
    .limit(1)
)
BEFORE = Statement(SEEN.where(MOMENT < MINE).order_by(captures.c.captured_at.desc(), captures.c.record_id.desc()))
AFTER = Statement(SEEN.where(MOMENT > MINE).order_by(captures.c.captured_at, captures.c.record_id))
HOLDER = Statement(
    select(articles.c.id, articles.c.copies)
    .join(texts, texts.c.article == articles.c.id)
    .where(texts.c.id == bindparam("text"))
)
EARLIER = Statement(
    select(captures.c.record_id, captures.c.url, captures.c.captured_at)
    .where(captures.c.payload_digest == bindparam("digest"), captures.c.warc_file.is_not(None), captures.c.status > 0)
    .order_by(captures.c.id)
    .limit(1)
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """An address's row, and whether it has just been entered."""

    id: int
    url: str
    site: str
    is_new: bool


class Store:
    """The archive within one transaction, which is the caller's."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def record(
        self, capture: Capture, found: Extraction, text: Prepared, site: Site, *, reader: int = READER
    ) -> Outcome:
        """Enter what a page says, and say what it means for the archive.

        *text* is the text of what was found, *reader* the version of the reader that found it.
        """
        capture_id, former = self._enter(capture)
        page = self._page(capture, site)
        row = {"capture": capture_id, "page": page.id, "reader": reader, **columns(found)}
        if found.part_of:
            return self._part(capture, row | {"detail": found.part_of}, text, former)
        return self._article(capture, row, text, page, former)

    def reject(self, capture: Capture, reason: Reason, detail: str = "", *, reader: int = READER) -> Outcome:
        """Enter that a capture holds no article. It is counted with its page if that has held one before."""
        capture_id, former = self._enter(capture)
        page = PAGE_OF.scalar(self.connection, {"url": page_url(capture)})
        row = {"capture": capture_id, "page": page, "reader": reader, "reason": reason, "detail": detail or None}
        READ.run(self.connection, row)
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
        page = self._page(capture, site).id if row["page"] else None
        if row["text"] is None:
            READ.run(self.connection, {**row, "capture": capture_id})
            return Outcome(verdict=Verdict.REJECTED, reason=Reason(row["reason"]), detail=row["detail"] or "")
        text = self.connection.execute(select(texts).where(texts.c.id == row["text"])).one()
        seen = Seen(key_digest=text.key_digest, title=row["title"], reader=READER)
        verdict = self._verdict(capture, page or row["page"], seen)
        READ.run(self.connection, {**row, "capture": capture_id})
        if verdict is not Verdict.UNCHANGED:  # a foreign WARC has brought something in between
            derived.settle(self.connection, text.id, page or row["page"], derived.Former())
        return Outcome(verdict=verdict, article_id=text.article)

    def seen_again(self, *urls: str, at: datetime) -> None:
        """Enter that the pages at *urls* (canonical) were still the same at that time, by the word of their servers."""
        self.connection.execute(SEEN_LAST, [{"known": url, "at": at} for url in urls])

    def _article(
        self, capture: Capture, row: dict[str, Any], own: Prepared, page: Page, former: derived.Former | None
    ) -> Outcome:
        """Enter an article's reading, with the text of its later pages as far as they are there."""
        next_page = row["next_page"]
        whole = parts.whole(self.connection, own.body, page.url, next_page=next_page, at=capture.captured_at)
        part = derived.wording(self.connection, own) if next_page else None
        wording = own if whole.text == own.body else prepare(whole.text)
        text = derived.article_wording(self.connection, wording)
        seen = Seen(key_digest=wording.prints.digest, title=row["title"], reader=row["reader"])
        if former:
            verdict = Verdict.REREAD
        else:
            verdict = Verdict.CREATED if page.is_new else self._verdict(capture, page.id, seen)
        row = whole.marked(row) | {"text": text, "part": part}
        READ.run(self.connection, row)
        alone = page.is_new and not former and neighbours.is_alone(self.connection, text)
        if alone:
            shown = row | {"site": page.site, "url": page.url, "first_seen_at": capture.captured_at}
            article = derived.begin(self.connection, text, wording, shown)
        else:
            derived.settle(self.connection, text, page.id, former or derived.Former())
        if not parts.rejoin(self.connection, page.url) and alone:
            return Outcome(verdict=verdict, article_id=article)
        ((article, copies),) = HOLDER.run(self.connection, {"text": text})
        if verdict is Verdict.CREATED and copies > 1:
            verdict = Verdict.COPIED
        return Outcome(
            verdict=verdict,
            article_id=article,
            related=links.linked(self.connection, article),
        )

    def _part(self, capture: Capture, row: dict[str, Any], text: Prepared, former: derived.Former | None) -> Outcome:
        """Enter the reading of a later page, and what it means for the article that goes over it."""
        READ.run(self.connection, row | {"reason": Reason.PART, "part": derived.wording(self.connection, text)})
        derived.settle(self.connection, None, None, former or derived.Former())
        parts.rejoin(self.connection, page_url(capture))
        return Outcome(verdict=Verdict.REJECTED, reason=Reason.PART, detail=row["detail"])

    def earlier(self, payload_digest: str) -> Earlier | None:
        """The first capture kept with this payload, for a revisit record to refer to."""
        row = EARLIER.named(self.connection, {"digest": payload_digest})
        return Earlier(**row) if row else None

    def has(self, record_id: str) -> bool:
        """Whether the capture of this WARC-Record-ID has been read."""
        return KNOWN.scalar(self.connection, {"record_id": record_id}) is not None

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
        new = ENTER.scalar(self.connection, row)
        if new is not None:
            return new, None
        known = KNOWN.scalar(self.connection, {"record_id": capture.record_id})
        old = UNREAD.named(self.connection, {"known": known})
        return known, derived.former(self.connection, **old) if old else derived.Former()

    def _page(self, capture: Capture, site: Site) -> Page:
        """The row of the capture's address, with the span in which it was seen."""
        at, url = capture.captured_at, page_url(capture)
        told = {"key": site.key, "name": site.name, "hosts": list(site.hosts)}
        row = told | {"url": url, "at": at}
        new = NEW_PAGE.scalar(self.connection, row)
        if new is None and SITE.run(self.connection, told):
            new = NEW_PAGE.scalar(self.connection, row)
        known = new or SEEN_AGAIN.scalar(self.connection, {"known": url, "at": at})
        if new or url != capture.url:
            # A page takes in the readings that came before it was known as one: a 404 of later may arrive first.
            TAKE_IN.run(self.connection, {"known": known, "asked": capture.url, "url": url})
        return Page(id=known, url=url, site=site.key, is_new=new is not None)

    def _verdict(self, capture: Capture, page: int, reading: Seen) -> Verdict:
        """What a reading is at its address, beside the one before it in capture time, else the one after."""
        mine = {"page": page, "at": capture.captured_at, "record_id": capture.record_id}
        nearest = (side.named(self.connection, mine) for side in (BEFORE, AFTER))
        row = next(filter(None, nearest), None)
        return judge(reading, Seen(**row) if row else None)


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
        "edits": [vars(edit) for edit in found.edits],
    }
    return row | plain | lists
