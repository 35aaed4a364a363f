"""Templates as files: the coordinator's own, else those that come with the program."""

from pathlib import Path

from xlreport.messages import FALLBACK
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.pipeline.files.file_places import templates_folder


def has_templates(folder: Path) -> bool:
    """Say whether a folder itself holds workbooks or Word papers."""
    return any(one.suffix in {".xlsx", ".docx"} for one in folder.glob("*"))


def template_bytes(name: str, language: str, templates: Path | None) -> bytes:
    """Return a template, a workbook or a Word paper; a folder given by the coordinator may hold
    the languages or just the files. A language without templates is written on those of the
    fallback.

    Raises:
        CannotRun: `file-unreadable`, or `no-templates` where the given folder holds none.
    """
    folders = [] if templates is None else [templates / language, templates]
    for folder in (*folders, templates_folder() / language, templates_folder() / FALLBACK):
        if (folder / name).is_file():
            try:
                return (folder / name).read_bytes()
            except OSError as error:
                why = error.strerror or str(error)
                raise CannotRun("file-unreadable", file=str(folder / name), why=why) from error
        if folder == templates and not any(
            has_templates(one) for one in (folder, *folder.glob("*/"))
        ):
            raise CannotRun("no-templates", USAGE, folder=str(folder))
    raise CannotRun("file-unreadable", file=name, why=language)
