"""The short form of the soak: the counts of a few simulated days add up, and no file is left open."""

import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).parents[1] / "benchmarks" / "soak.py"


def test_what_is_published_edited_and_taken_down_in_a_few_days_adds_up(tmp_path: Path) -> None:
    command = [sys.executable, str(SOAK), "--pages", "45", "--days", "1", "--hours", "24"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all counts add up" in done.stdout
