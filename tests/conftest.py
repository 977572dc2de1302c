"""What every test runs under, on whatever machine: the same examples each time, and nobody's environment or signals."""

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# New examples are looked for with `--hypothesis-profile=default` and by `benchmarks/fuzz.py`.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

TASTES = (
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "LINES",
    "PYTHONOPTIMIZE",
    "PYTHONWARNINGS",
)


@pytest.fixture(scope="session", autouse=True)
def plain_environment() -> Iterator[None]:
    """Neither a proxy, which could not reach our loopback sites, nor an archive of one's own, nor a taste in colours."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name in TASTES or name.startswith("NEWS_ARCHIVE_") or name.lower().endswith("_proxy"):
                patch.delenv(name)
        patch.setenv("TERM", "xterm")
        yield


@pytest.fixture(scope="session", autouse=True)
def heard_interrupts() -> Iterator[None]:
    """SIGINT is heard, here and by what is started here: a shell has what it starts in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
