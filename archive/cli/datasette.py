"""`news-archive datasette`: the archive in Datasette, a web view of SQLite databases."""

# ruff: noqa: PLC0415 - --help must not cost what opening an archive does

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import place as places
from archive.cli.output import talk
from archive.exits import Exit

if TYPE_CHECKING:
    from archive.folder import Folder

PLUGIN = '''"""Search boxes understand Chinese: written by `news-archive datasette`."""

from datasette import hookimpl

from archive.questions.query import match_expression


@hookimpl(trylast=True)  # after Datasette, whose escape_fts cuts at spaces only
def prepare_connection(conn):
    for name in ("escape_fts", "news_match"):
        conn.create_function(name, 1, match_expression, deterministic=True)
'''
SEARCH = {
    "description": "Words, “phrases”, OR, -word, title:word, in either script. Dates and sources: add a filter.",
    "fts_table": "articles_fts",
    "fts_pk": "slot",
    "sort": "slot",
}
HIDDEN = ("alembic_version", "articles_indexed", "stop_keys", "text_keys")


@click.command("datasette")
@click.option("--no-start", is_flag=True, help="Only write the files.")
@click.argument("arguments", nargs=-1, metavar="[-- OPTIONS OF DATASETTE]")
@places.option
def command(*, no_start: bool, arguments: tuple[str, ...], place: Path | None) -> int:
    """Open the archive in Datasette, on this machine only unless you tell it otherwise.

    Writes metadata and a plugin into the folder `datasette` of the archive, anew each time. The page `search` has every
    article with its text, and a box that finds what `news-archive search` finds. In SQL, news_match('北京 -体育') is
    what articles_fts MATCH wants to hear.
    """
    with places.open_archive(place) as archive:
        folder = archive.folder
    metadata, plugins = write(folder)
    talk(f"written: {metadata}, {plugins}")
    if find_spec("datasette") is None:
        talk("Datasette is not installed here: pip install 'news-archive[datasette]'")
    elif not no_start:
        options = ("--metadata", str(metadata), "--plugins-dir", str(plugins), *arguments)
        sys.stderr.flush()
        os.execv(sys.executable, (sys.executable, "-m", "datasette", "serve", str(folder.database), *options))  # noqa: S606 - no shell, and this process becomes it
    return Exit.DONE


def write(folder: "Folder") -> tuple[Path, Path]:
    """Write what Datasette is to know of the archive: the metadata file, and the folder of the plugin."""
    from archive.errors import StorageError

    metadata, plugins = folder.datasette / "metadata.json", folder.datasette / "plugins"
    tables = {"search": SEARCH, "articles": {"label_column": "title"}, **{name: {"hidden": True} for name in HIDDEN}}
    described = {"title": "news-archive", "databases": {folder.database.stem: {"tables": tables}}}
    try:
        plugins.mkdir(parents=True, exist_ok=True)
        metadata.write_text(json.dumps(described, ensure_ascii=False, indent=2), encoding="utf-8")
        (plugins / "chinese_search.py").write_text(PLUGIN, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{folder.datasette}: {error.strerror}") from error
    return metadata, plugins
