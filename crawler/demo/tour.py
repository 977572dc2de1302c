"""The demo's visits: a crawl, some news and a correction, a second crawl, and a look at the corrected page."""

import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from archive.folder import Folder
from archive.profile_text import profile_text
from crawler.demo.server import DemoServer
from crawler.demo.stories import EDITED
from crawler.demo.web import CORRECTED
from crawler.job import Job
from crawler.report import RunReport
from crawler.run import run

# The outlets are on this machine, where a proxy of the environment could not ask for them.
SETTINGS = {"LOG_ENABLED": False, "HTTPPROXY_ENABLED": False}


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A run, what it was for, and how it ended."""

    about: str
    job: Job
    report: RunReport
    seconds: float


def tour(folder: Folder, web: DemoServer) -> Iterator[Visit]:
    """Visit *web* three times; it is edited after the first. Articles are not crawled twice, hence the last one."""
    for site in web.sites:
        (folder.sites / f"{site.key}.toml").write_text(profile_text(site), encoding="utf-8")
    crawl = Job(kind="crawl", folder=folder, sites=web.sites, profiles=web.sites, allow_private=True)
    look = Job(kind="fetch", folder=folder, profiles=web.sites, urls=(web.url(CORRECTED),), allow_private=True)
    # A process for each run, because Twisted's reactor can not be started twice.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        yield visit(pool, crawl, about="Crawl three outlets")
        web.publish(EDITED)
        yield visit(pool, crawl, about="Crawl again: one outlet has a new article")
        yield visit(pool, look, about="Fetch an article once more: it has been corrected")


def visit(pool: Executor, job: Job, *, about: str) -> Visit:
    """Do *job* and wait for its end."""
    begun = time.monotonic()
    report = pool.submit(run, job, overrides=SETTINGS).result()
    return Visit(about=about, job=job, report=report, seconds=time.monotonic() - begun)
