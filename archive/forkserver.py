"""The process that the workers are forked from, with all that they need imported once for all of them.

Never is the process forked that holds the database and the event loop.
"""

import os
from multiprocessing import forkserver, get_context, resource_tracker
from multiprocessing.context import ForkServerContext

NO_WORD = "ignore:resource_tracker:UserWarning"


def started(*modules: str) -> ForkServerContext:
    """A context whose processes begin with *modules* and the workers' own imported, and a first page read.

    That takes a second. Asked for early, it passes while this process imports what it needs itself; asked for again,
    the server is the one that runs.
    """
    start_tidying()
    context = get_context("forkserver")
    context.set_forkserver_preload(["archive.workers", *modules, "archive.warm"])
    forkserver.ensure_running()
    return context


def start_tidying() -> None:
    """Start the process of multiprocessing's that takes away what is left of a killed one, and have it say nothing.

    It would put its word on semaphores behind ours, when whoever stopped a run by force has his prompt back.
    """
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = f"{before},{NO_WORD}" if before else NO_WORD
    resource_tracker.ensure_running()
    if before is None:
        del os.environ["PYTHONWARNINGS"]
    else:
        os.environ["PYTHONWARNINGS"] = before
