"""The workbook templates: copied out for restyling, and their heading words for the reader."""

from pathlib import Path

from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.files.file_places import templates_folder
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.workbook.reading.reading_known_headings import Headings, headings


def export_templates(folder: Path) -> tuple[Path, ...]:
    """Copy every template, workbooks and Word papers, to a folder, by language; a file that
    differs there is never overwritten.

    Raises:
        CannotRun: `template-exists` where a restyled copy already stands there.
    """
    copied: list[Path] = []
    folders = templates_folder()
    for source in sorted([*folders.glob("*/*.xlsx"), *folders.glob("*/*.docx")]):
        target = folder / source.parent.name / source.name
        content = source.read_bytes()
        if target.exists() and target.read_bytes() != content:
            raise CannotRun("template-exists", file=str(target))
        write_whole(target, content)
        copied.append(target)
    return tuple(copied)


def known_headings(templates: Path | None) -> Headings:
    """Return the heading words of all templates: the program's own in every language, and restyled
    ones.
    """
    folders = [templates_folder(), *([templates] if templates else [])]
    files = sorted(path for folder in folders for path in folder.glob("**/department*.xlsx"))
    return headings(path.read_bytes() for path in files)
