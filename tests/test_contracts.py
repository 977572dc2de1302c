"""The import contracts hold, and would notice if they did not."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NETWORK = {"urllib.request", "http.client", "http.server", "socket", "ssl"}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def copy_of_the_project(tmp_path: Path) -> Path:
    for name in ("archive", "crawler"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    run = lint(ROOT)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("archive/text/repair.py", "import scrapy"),
        ("archive/extract/body.py", "import sqlalchemy"),
        ("archive/text/script.py", "import archive.store"),
        ("archive/store.py", "import archive.ingest"),
        ("archive/replay.py", "import crawler.settings"),
        ("archive/export/ris.py", "import archive.models"),
        ("archive/store.py", "import archive.export"),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, module: str, line: str) -> None:
    folder = copy_of_the_project(tmp_path)
    path = folder / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    run = lint(folder)
    assert run.returncode != 0
    assert "BROKEN" in run.stdout


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


@pytest.mark.parametrize(
    "path", sorted((ROOT / "archive").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_nothing_in_the_archive_opens_a_connection(path: Path) -> None:
    assert not imported(path) & NETWORK


def test_profiles_are_data() -> None:
    assert not list((ROOT / "crawler" / "sites").rglob("*.py"))
