"""Pack the program, its libraries and Python's embeddable package for Windows into one folder, and that into a zip.

Nothing is installed where it is unpacked. `pandas` and what it brings stay out: the command line
never needs them, and they would make the folder three times as large.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent.parent
BESIDE = Path(__file__).resolve().parent / "bundle"
"""What lies beside the interpreter for people to open; `double_click.py` is what 「汇总.cmd」 runs."""
LEFT_OUT = frozenset({"pandas"})
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


def main() -> None:
    """Pack what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python_zip", type=Path, help="python-3.x.y-embed-amd64.zip of python.org")
    parser.add_argument(
        "--sha256", required=True, help="the zip's hash, as its publisher states it"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of the result")
    told = parser.parse_args()
    prove(told.python_zip, told.sha256)
    print(pack(told.python_zip, told.out))


def prove(python_zip: Path, sha256: str) -> None:
    """End the program where the zip is not the one whose hash was given."""
    found = hashlib.sha256(python_zip.read_bytes()).hexdigest()
    if found != sha256.strip().lower():
        said = (
            f"not {sha256}" if sha256 else "and none was given to compare it with (PYTHON_SHA256=…)"
        )
        sys.exit(f"{python_zip.name} is not proved: its SHA-256 is {found}, {said}.")


def pack(python_zip: Path, out: Path) -> Path:
    """Return the zip of a folder that runs without installing anything; the folder is left beside it."""
    folder = out / f"xlreport-{version('xlreport')}-windows"
    shutil.rmtree(folder, ignore_errors=True)
    number = unpack_python(python_zip, folder / "python")
    with tempfile.TemporaryDirectory() as place:
        for wheel in (
            *libraries(number, Path(place) / "libraries"),
            *own_wheel(Path(place) / "own"),
        ):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder / "python/Lib/site-packages")
    for source in sorted(path for path in BESIDE.iterdir() if path.is_file()):  # no __pycache__
        place_for = folder / "python" if source.suffix == ".py" else folder
        text = source.read_text(encoding="utf-8").replace("\n", "\r\n")  # what cmd and Notepad want
        (place_for / source.name).write_bytes(text.encode("utf-8"))
    (folder / "收件").mkdir()
    return Path(shutil.make_archive(str(folder), "zip", out, folder.name))


def unpack_python(python_zip: Path, folder: Path) -> str:
    """Unpack the interpreter, tell it where its libraries lie, and return its version, such as `3.11`.

    The files may lie in a folder inside the zip.
    """
    folder.mkdir(parents=True)
    with zipfile.ZipFile(python_zip) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                (folder / Path(member.filename).name).write_bytes(archive.read(member))
    for paths in folder.glob("python*._pth"):
        if found := re.fullmatch(r"python(\d)(\d+)", paths.stem):  # python311 is 3.11
            paths.write_text(f"{paths.stem}.zip\n.\nLib\\site-packages\n", encoding="utf-8")
            return ".".join(found.groups())
    sys.exit(f"{python_zip.name} holds no embeddable Python.")


def libraries(number: str, folder: Path) -> list[Path]:
    """Return the wheels of all that the command line needs on Windows, in the versions of constraints.txt."""
    there = {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "python_version": number,
    }
    names = sorted(needed("xlreport", there))
    target = [
        "--platform",
        "win_amd64",
        "--python-version",
        number,
        "--only-binary=:all:",
        "--no-deps",
    ]
    pins = ["--constraint", str(ROOT / "constraints.txt")]
    subprocess.run([*PIP, "download", *target, *pins, "--dest", str(folder), *names], check=True)
    return sorted(folder.glob("*.whl"))


def needed(name: str, there: dict[str, str]) -> set[str]:
    """Return the names of what a distribution needs on the machine described, and of what that needs in turn."""
    found = set(_asked(name, there))
    return found.union(*(needed(one, there) for one in found))


def _asked(name: str, there: dict[str, str]) -> Iterator[str]:
    try:
        lines = requires(name) or []
    except (
        PackageNotFoundError
    ):  # needed on Windows alone, and so not here; such have no needs of their own
        return
    for asked in map(Requirement, lines):
        if asked.name not in LEFT_OUT and (
            asked.marker is None or asked.marker.evaluate(there | {"extra": ""})
        ):
            yield asked.name


def own_wheel(folder: Path) -> list[Path]:
    """Return the program's own wheel, made from this checkout."""
    subprocess.run([*PIP, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)], check=True)
    return list(folder.glob("xlreport-*.whl"))


if __name__ == "__main__":
    main()
