"""Defaults of options from the nearest `xlreport.toml`: its table `[defaults]` for every command,
`[defaults.consolidate]` for one.
"""

from pathlib import Path
from typing import Any

from xlreport.messages import catalogue
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.pipeline.files.file_places import find_settings


def settings_file(here: Path) -> Path | None:
    """Return the `xlreport.toml` that holds in a folder; None where there is none upwards."""
    return find_settings(here)


def with_defaults(command: Any, name: str) -> Any:
    """Return a command of Click with the defaults of the settings file put in.

    Args:
        command: whose options get them; what is typed goes before.
        name: `consolidate`, `plan check`.

    Raises:
        CannotRun: `defaults-unknown` where the file names an option that does not exist, or
            `plan-not-toml` where it cannot be read.
    """
    file = find_settings(Path.cwd())
    if file is None:
        return command
    table = _table(file)
    own = table.get(name.replace(" ", "-"), {})
    shared = {key: value for key, value in table.items() if not isinstance(value, dict)}
    options = {opt: param for param in command.params for opt in param.opts}
    for key in own if isinstance(own, dict) else ():
        if f"--{key}" not in options:
            raise CannotRun("defaults-unknown", USAGE, file=str(file), option=key, command=name)
    for key in shared:
        if not _is_option(key):
            raise CannotRun(
                "defaults-unknown", USAGE, file=str(file), option=key, command="xlreport"
            )
    for key, value in {**shared, **own}.items():
        if param := options.get(f"--{key}"):
            param.default = _value(param, value, file.parent)
            param.required = False
    return command


def _table(file: Path) -> dict[str, Any]:
    import tomli  # start-up stays light

    from xlreport.pipeline.files.toml_files import not_toml, read_toml

    text = read_toml(file)
    try:
        document = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise not_toml(file, text, error) from error
    table = document.get("defaults", {})
    return table if isinstance(table, dict) else {}


def _is_option(key: str) -> bool:
    """Say whether any command has an option of this name: the help knows them all."""
    name = {"format": "output"}.get(key, key.replace("-", "_"))
    return any(one.startswith("help.") and one.endswith(f".{name}") for one in catalogue("en"))


def _value(param: Any, value: Any, folder: Path) -> Any:
    """Return a default as Click takes it; a path is meant from where the settings lie."""
    if not param.type_descriptor.is_path and not _is_list_of_paths(param):
        return value
    if isinstance(value, list):
        return [str(folder / str(one)) for one in value]
    return str(folder / str(value))


def _is_list_of_paths(param: Any) -> bool:
    return bool(param.type_descriptor.is_list) and param.type_descriptor.annotation == list[Path]
