"""What a crawl has entered it lets go, without a collector that would have to look for it."""

import sys

from loopback import Web, list_page
from processes import finished, launch

from archive.folder import Folder

PAGES = 12
COUNTED = """\
import gc, sys
gc.disable()
from archive.capture import Capture
from archive.cli import main
code = main(sys.argv[1:])
print("captures:", sum(isinstance(one, Capture) for one in gc.get_objects()), file=sys.stderr)
sys.exit(code)
"""


def test_a_page_that_is_no_article_is_let_go(web: Web, folder: Folder) -> None:
    paths = [f"/news/2026/{number}.html" for number in range(PAGES)]
    web.add("/", list_page(paths))
    for path in paths:
        web.add(path, "<title>404</title><p>404")
    crawl = ("-C", str(folder.path), "crawl", "loop", "--allow-private")
    ended = finished(launch([sys.executable, "-c", COUNTED, *crawl]))
    held = int(ended.stderr.rpartition("captures: ")[2])
    assert all(web.count(path) == 1 for path in paths)
    assert held < PAGES / 2
