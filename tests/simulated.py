"""Crawls at times that a test chooses, each in a process of its own, as Twisted's reactor has it."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forked import CONTEXT

from archive.config import Settings
from archive.folder import Folder
from archive.site import Site, load_sites
from crawler.job import Job
from crawler.report import RunReport
from crawler.run import run


@dataclass(frozen=True)
class At:
    """A clock that stands still."""

    now: datetime

    def __call__(self) -> datetime:
        """That time."""
        return self.now


def job_for(folder: Folder, **fields: Any) -> Job:
    """A crawl of the archive's own sites, of what is due."""
    sites: tuple[Site, ...] = load_sites(folder.sites)
    plain = {"kind": "crawl", "sites": sites, "profiles": sites, "due_only": True, "allow_private": True}
    return Job(folder=folder, settings=Settings(workers=1), **{**plain, **fields})


def crawl_at(now: datetime, job: Job, **overrides: Any) -> RunReport:
    """Do *job* at *now*."""
    with ProcessPoolExecutor(1, mp_context=CONTEXT) as pool:
        return pool.submit(run, job, overrides={"LOG_ENABLED": False, **overrides}, clock=At(now)).result()
