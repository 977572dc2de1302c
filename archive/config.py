"""Configuration of an archive: a flag wins over the environment, that over `archive.toml`, that over the default."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import BaseModel, ByteSize, ConfigDict, Field, ValidationError

from archive.errors import ConfigurationError
from archive.folder import Folder
from archive.validation import explain

ENVIRONMENT = "NEWS_ARCHIVE_"
FOLDER = f"{ENVIRONMENT}DIR"  # names the archive, and so which archive.toml is read: no setting


class Settings(BaseModel):
    """What can be configured.

    `contact` is where webmasters can reach you. `workers` are processes that read pages; None is one a core.
    `warc_size` is when a WARC file is closed and the next one begun, in bytes or as `500MB`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: str | None = None
    workers: int | None = Field(default=None, ge=1, le=256)
    warc_size: ByteSize = Field(default=ByteSize(1_000_000_000), ge=1_000_000)


def default_folder() -> Folder:
    """Where an archive is kept that was given no folder."""
    return Folder(path=user_data_path("news-archive", appauthor=False))


def load_settings(
    folder: Folder, *, environment: Mapping[str, str], flags: Mapping[str, object] | None = None
) -> Settings:
    """The settings of the archive in *folder*. A flag that is None was not given.

    Raises ConfigurationError, naming where the wrong value stands.
    """
    layers = {
        str(folder.configuration): from_file(folder.configuration),
        f"{ENVIRONMENT}*": from_environment(environment),
        "option": {key: value for key, value in (flags or {}).items() if value is not None},
    }
    given: dict[str, Any] = {}
    for where, values in layers.items():
        given |= values
        validated(given, where)
    return Settings.model_validate(given)


def validated(values: Mapping[str, Any], where: str) -> Settings:
    """*values* as settings; what is wrong raises ConfigurationError in one line that begins with *where*."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigurationError(f"{where}: {explain(error, Settings.model_fields)}") from error


def from_file(path: Path) -> dict[str, Any]:
    """What stands in `archive.toml`; nothing if there is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML: {error}") from error


def from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings among the environment's variables."""
    return {
        name.removeprefix(ENVIRONMENT).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT) and name != FOLDER
    }
