"""Imported where pages will be read, this reads a small one: what the reader loads and compiles is ready for the next.

What is forked from such a process is warm from the start, and shares the memory of it.
"""

import gc
from datetime import UTC, datetime

from archive.capture import Capture
from archive.ingest import read
from archive.site import Site

# In Chinese, of both scripts and not in UTF-8: of a page in ASCII half of the tables are never looked up.
HTML = "<title>海滨</title><h1>海滨新城今日开工</h1><p>来源：海滨日报 2024-05-06</p><p>新城今日开工，來賓眾多。</p>"
PAGE = Capture(
    url="http://localhost/", captured_at=datetime.now(UTC), status=200, headers=(), body=HTML.encode("gb18030")
)

read(PAGE, Site(key="localhost", hosts=("localhost",)))
gc.freeze()  # or the collector would visit, and thereby copy, all that is shared
