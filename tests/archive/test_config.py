"""Where a setting comes from, and what is said of a wrong one."""

from pathlib import Path

import pytest

from archive.config import load_settings
from archive.errors import ConfigurationError
from archive.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(path=tmp_path)
    made.make()
    return made


def test_a_fresh_archive_has_the_defaults(folder: Folder) -> None:
    settings = load_settings(folder, environment={})
    assert (settings.contact, settings.workers, settings.warc_size) == (None, None, 1_000_000_000)


def test_a_flag_wins_over_the_environment_and_that_over_the_file(folder: Folder) -> None:
    folder.configuration.write_text('contact = "file"\nworkers = 1\nwarc_size = "500MB"\n', encoding="utf-8")
    environment = {"NEWS_ARCHIVE_CONTACT": "environment", "NEWS_ARCHIVE_WORKERS": "2", "HOME": "/"}
    settings = load_settings(folder, environment=environment, flags={"workers": 3, "contact": None})
    assert (settings.contact, settings.workers, settings.warc_size) == ("environment", 3, 500_000_000)


def test_the_variable_that_names_the_folder_is_no_setting(folder: Folder) -> None:
    assert load_settings(folder, environment={"NEWS_ARCHIVE_DIR": "/x"}).contact is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('contcat = "x"', "archive.toml: unknown key 'contcat', did you mean 'contact'?"),
        ("workers = 0", "archive.toml: key 'workers': Input should be greater than or equal to 1, found 0"),
        ("contact = 3", "archive.toml: key 'contact': Input should be a valid string, found 3"),
        ("contact = ", "archive.toml: not TOML"),
        ("[contact]\nx = 1", "archive.toml: key 'contact'"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(folder: Folder, content: str, told: str) -> None:
    folder.configuration.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_settings(folder, environment={})
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_wrong_variable_is_named(folder: Folder) -> None:
    with pytest.raises(ConfigurationError, match=r"^NEWS_ARCHIVE_\*: key 'workers'"):
        load_settings(folder, environment={"NEWS_ARCHIVE_WORKERS": "many"})
    with pytest.raises(ConfigurationError, match="did you mean 'workers'"):
        load_settings(folder, environment={"NEWS_ARCHIVE_WORKER": "2"})


def test_bytes_that_are_no_text_are_refused(folder: Folder) -> None:
    folder.configuration.write_bytes(b"contact = '\xff'")
    with pytest.raises(ConfigurationError, match="not TOML"):
        load_settings(folder, environment={})
