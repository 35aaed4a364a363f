"""Where files lie: the project's own beside the package in a checkout, inside it when installed,
and a workspace.
"""

from pathlib import Path

from xlreport.processes.platform import resolved

SETTINGS = "xlreport.toml"
"""A folder with this file is a workspace."""
_PACKAGE = Path(__file__).resolve().parents[2]


def _own(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def templates_folder() -> Path:
    """Return the folder of the workbook templates that come with the program."""
    return _own("workbook_templates")


def schemas_folder() -> Path:
    """Return the folder of the plans that come with the program."""
    return _own("schemas")


def find_folder(here: Path) -> Path | None:
    """Return the nearest folder upwards that is a workspace."""
    return next(
        (one for one in (resolved(here), *resolved(here).parents) if (one / SETTINGS).is_file()),
        None,
    )
