"""Where files lie: the project's own beside the package in a checkout, inside it when installed,
and a workspace.
"""

from collections.abc import Iterator
from pathlib import Path

import tomli

from xlreport.processes.platform_calls import resolved

SETTINGS = "xlreport.toml"
"""Settings: those of a workspace, defaults of options, or both."""
_PACKAGE = Path(__file__).resolve().parents[2]


def _own(name: str) -> Path:
    inside = _PACKAGE / name
    if inside.is_dir():
        return inside
    return _PACKAGE.parent / name


def templates_folder() -> Path:
    """Return the folder of the workbook templates that come with the program."""
    return _own("workbook_templates")


def schemas_folder() -> Path:
    """Return the folder of the plans that come with the program."""
    return _own("schemas")


def find_settings(here: Path) -> Path | None:
    """Return the nearest settings file upwards; None where there is none."""
    return next(_settings_above(here), None)


def find_folder(here: Path) -> Path | None:
    """Return the nearest folder upwards that is a workspace: its settings say more than
    defaults.
    """
    return next((one.parent for one in _settings_above(here) if _is_workspace(one)), None)


def _settings_above(here: Path) -> Iterator[Path]:
    for folder in (resolved(here), *resolved(here).parents):
        if (folder / SETTINGS).is_file():
            yield folder / SETTINGS


def _is_workspace(file: Path) -> bool:
    """Say whether settings are a workspace's; what cannot be read is taken for one, and told."""
    try:
        tables = tomli.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return True
    return set(tables) != {"defaults"}
