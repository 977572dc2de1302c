"""`python -m archive.cli` is `news-archive`."""

import sys

from archive.cli import main

sys.exit(main())
