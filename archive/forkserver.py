"""The process that the workers are forked from, with all that they need imported once for all of them.

Never is the process forked that holds the database and the event loop.
"""

from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext


def started(*modules: str) -> ForkServerContext:
    """A context whose processes begin with *modules* imported, and with what the reader imports when first asked.

    That takes a second. Asked for early, it passes while this process imports what it needs itself; asked for again,
    the server is the one that runs.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([*modules, "trafilatura"])
    forkserver.ensure_running()
    return context
