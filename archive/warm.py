"""Imported where pages will be read, this reads a small one: what the reader loads and compiles is ready for the next.

What is forked from such a process is warm from the start, and shares the memory of it.
"""

import gc
from datetime import UTC, datetime

from archive.capture import Capture
from archive.ingest import read
from archive.site import Site

PAGE = Capture(url="http://localhost/", captured_at=datetime.now(UTC), status=200, headers=(), body=b"<p>.</p>")

read(PAGE, Site(key="localhost", hosts=("localhost",)))
gc.freeze()  # or the collector would visit, and thereby copy, all that is shared
