"""Feeds: RSS, Atom and RDF, read through feedparser, which forgives much; the dates are read by our own rules."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import feedparser

from archive.capture import Capture
from archive.offers import Kind
from archive.site import Site
from crawler.discovery.found import Found, Gathering
from crawler.discovery.lists import is_article
from crawler.discovery.stated import stated

MOST_ITEMS = 2_000
LONGEST = 4 * 2**20  # characters; the newest items come first, and a feed this long is somebody's whole archive
LONGEST_PATIENCE = timedelta(days=1)
DATES = ("published", "updated", "created", "issued")
UPDATE_PERIODS = {"hourly": 1, "daily": 24, "weekly": 24, "monthly": 24, "yearly": 24}  # hours, at most a day
ITEM = re.compile(r"<(?:item|entry)\b", re.IGNORECASE)
LINK = re.compile(r"<link\b[^>]{0,200}?(?:>|href=[\"'])\s{0,50}(https?://[^<>\"'\s]{1,2000})", re.IGNORECASE)
DIGITS = re.compile(r"\d{1,6}")


def read_feed(text: str, capture: Capture, site: Site, *, warnings: tuple[str, ...] = ()) -> Found:
    """The articles of a feed. Every item is one, unless the profile says what an article's address looks like."""
    if len(text) > LONGEST:
        text, warnings = text[:LONGEST], (*warnings, f"only the first {LONGEST >> 20} MiB are read")
    parsed = feedparser.parse(
        BytesIO(f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()),
        response_headers={"content-location": capture.url, "content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    now = capture.captured_at.astimezone(site.zone)
    gathering = Gathering(site, capture.url)
    for entry in parsed.entries[:MOST_ITEMS]:
        dated = next(filter(None, (stated(entry.get(name), now) for name in DATES)), None)
        if href := address_of(entry):
            gathering.add(href, title=" ".join(entry.get("title", "").split()) or None, dated=dated)
    astray = astray_links(text, sum(address_of(entry) is not None for entry in parsed.entries))
    for href in astray[:MOST_ITEMS]:
        gathering.add(href)
    if astray:
        warnings += (f"broken XML: links of {len(astray):,} items had to be picked out of it",)
    if len(parsed.entries) > MOST_ITEMS:
        warnings += (f"only the first {MOST_ITEMS:,} of {len(parsed.entries):,} items are read",)
    links = gathering.links.items()
    return Found(
        kind=Kind.FEED,
        articles=tuple(link for key, link in links if not site.article.url or is_article(key, site)),
        bad=tuple(gathering.bad),
        warnings=(*warnings, *gathering.warnings()),
        patience=patience_of(parsed.feed),
    )


def astray_links(text: str, count: int) -> list[str]:
    """The links of all items as they stand in the text, if the parser has found fewer than there are; else none."""
    items = ITEM.split(text)[1:]
    if len(items) <= count:
        return []
    found = (LINK.search(item) for item in items)
    links = [match[1].strip().replace("&amp;", "&") for match in found if match]
    return links if len(links) > count else []


def address_of(entry: Any) -> str | None:
    """Where an item leads: its link, else an id that is an address. Some feeds escape the link twice."""
    href = entry.get("link") or entry.get("id") or ""
    href = href.strip().replace("&amp;", "&")
    return href if entry.get("link") or href.startswith(("http://", "https://")) else None


def patience_of(feed: Any) -> timedelta | None:
    """How long the publisher asks us to wait: `ttl` in minutes, or so many updates an hour or a day."""
    if DIGITS.fullmatch(str(feed.get("ttl", "")).strip()):
        return min(timedelta(minutes=int(feed["ttl"])), LONGEST_PATIENCE)
    hours = UPDATE_PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    often = str(feed.get("sy_updatefrequency", "1")).strip()
    if hours is None or not DIGITS.fullmatch(often):
        return None
    return timedelta(hours=hours) / max(1, int(often))
