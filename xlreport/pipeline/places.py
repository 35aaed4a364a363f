"""Where the project's own files lie: beside the package in a checkout, inside it when installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _own(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def templates_folder() -> Path:
    """Return the folder of the workbook templates that come with the program."""
    return _own("workbook_templates")


def schemas_folder() -> Path:
    """Return the folder of the plans that come with the program."""
    return _own("schemas")
