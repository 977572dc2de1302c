"""A crawl of what is due that finds nothing due: a timer asks every few minutes, and starting Scrapy takes a second."""

from archive import runs
from archive.database import Database
from archive.exits import Exit
from archive.offers import Offer, address
from archive.warc import OPEN
from crawler.job import Clock, Job, utc_now
from crawler.lock import hold
from crawler.plan import due_pages, next_due, plans
from crawler.report import RunReport


def idle(job: Job, *, clock: Clock = utc_now) -> RunReport | None:
    """The report of a run that had nothing to do, entered like any other; None, and nothing entered, if there is work.

    A source without an address is work: it fails every time. Raises as Keeper.open does.
    """
    if not job.due_only or any(address(Offer(url=one.url, site=""))[1] for site in job.sites for one in site.discover):
        return None
    database = Database.open(job.folder.database)
    try:
        with hold(job.folder.lock):
            left = any(job.folder.warc.glob(f"*{OPEN}"))  # by a killed run, which may not have read all that is in it
            return None if left else entered(job, database, clock)
    finally:
        database.close()


def entered(job: Job, database: Database, clock: Clock) -> RunReport | None:
    """Look for work and, if there is none, enter the run, in one transaction."""
    now, keys = clock(), [site.key for site in job.sites]
    with database.writing() as connection:
        if any(plan.sources or plan.due for plan in plans(connection, job, now)):
            return None
        run = runs.start(connection, kind=job.kind, sites=keys, now=now)
        runs.finish(connection, run, counts={}, exit_code=Exit.DONE, now=now)
        return RunReport(
            run=run,
            finish="finished",
            exit_code=Exit.DONE,
            counts={},
            due=due_pages(connection, keys, now),
            next_due=next_due(connection, keys, now),
        )
