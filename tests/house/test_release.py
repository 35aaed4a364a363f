"""A release dates the changelog, writes the version, and looks into what was built."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts.release import (
    CHANGELOG,
    CHANGELOG_ZH,
    IN_WHEEL,
    VERSION_FILE,
    dated,
    lacking,
    versioned,
)

SDIST = ("LICENSE", "CHANGELOG.md", "pyproject.toml", "workbook_templates/zh/department.xlsx")


def _built(folder: Path, wheel: set[str], sdist: set[str]) -> tuple[Path, Path]:
    with zipfile.ZipFile(folder / "a.whl", "w") as archive:
        for name in wheel:
            archive.writestr(name, "")
    with tarfile.open(folder / "a.tar.gz", "w:gz") as packed:
        for name in sdist:
            packed.addfile(tarfile.TarInfo(f"xlreport-1.2.3/{name}"), io.BytesIO())
    return folder / "a.whl", folder / "a.tar.gz"


def test_the_version_and_the_day_are_written_where_they_stand() -> None:
    written = versioned(VERSION_FILE.read_text(encoding="utf-8"), "9.8.7")
    assert '__version__ = "9.8.7"' in written
    log = dated("# Changelog\n\n## 9.8.7 (unreleased)\n\n- new\n", "9.8.7", "2026-12-01")
    assert log == "# Changelog\n\n## 9.8.7 (2026-12-01)\n\n- new\n"


@pytest.mark.parametrize("path", [CHANGELOG, CHANGELOG_ZH], ids=["en", "zh"])
def test_the_changelog_can_be_released(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert dated(text, "9.8.7", "2026-12-01").count("## ") == text.count("## ")


def test_nothing_new_is_no_release() -> None:
    with pytest.raises(SystemExit):
        dated("# Changelog\n\n## 9.8.6 (2026-11-01)\n", "9.8.7", "2026-12-01")


def test_what_is_whole_lacks_nothing(tmp_path: Path) -> None:
    whole = {*IN_WHEEL, "xlreport-1.2.3.dist-info/licenses/LICENSE"}
    assert lacking(*_built(tmp_path, whole, set(SDIST))) == []


@pytest.mark.parametrize("name", IN_WHEEL)
def test_a_wheel_without_a_file_that_it_needs_is_named(tmp_path: Path, name: str) -> None:
    whole = {*IN_WHEEL, "xlreport-1.2.3.dist-info/licenses/LICENSE"} - {name}
    assert lacking(*_built(tmp_path, whole, set(SDIST))) == [name]
