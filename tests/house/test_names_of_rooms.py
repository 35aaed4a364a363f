"""A module is found from its name: it carries a word of its folder, or one of those listed here."""

from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "xlreport"
MODULES = [
    path.relative_to(PACKAGE)
    for path in sorted(PACKAGE.rglob("*.py"))
    if not path.stem.startswith("__") and path.parent != PACKAGE
]
OWN_WORDS = {
    "assess": "judge",
    "cli": "command exit terminal usage output",
    "mail": "message imap smtp mime tnef sender attachment",
    "messages": "calendar plural",
    "model": "period",
    "model/returns": "finding evidence submission record",
    "pipeline/files": "workspace outputs",
    "pipeline/intake": "inbox returns",
    "pipeline/summing": "consolidating",
    "processes": "platform windows worker",
    "workbook/department": "form",
}
"""Folder → the words of the field that name what is in it, where its own name does not."""
_ENDINGS = ("ings", "ing", "ies", "ers", "er", "ed", "es", "s", "e", "y")


def _stem(word: str) -> str:
    """Return a word without the ending of its number or tense."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _share_a_word(name: str, folder: str) -> bool:
    """Say whether a module's name has a word of its folder, whatever its number or tense."""
    own = [*folder.rsplit("/", 1)[-1].split("_"), *OWN_WORDS.get(folder, "").split()]
    wanted = [_stem(word) for word in own]
    found = [_stem(word) for word in name.split("_")]
    return any(one.startswith(other) or other.startswith(one) for one in found for other in wanted)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_name_carries_a_word_of_its_folder(module: Path) -> None:
    """Who reads a name knows the folder; a module that moves takes another name."""
    assert _share_a_word(module.stem, module.parent.as_posix())


@pytest.mark.parametrize(
    ("name", "folder"), [("light_reasons", "mail"), ("form_page", "checks/returns")]
)
def test_a_name_of_another_folder_is_seen(name: str, folder: str) -> None:
    """What belongs elsewhere is named."""
    assert not _share_a_word(name, folder)


def test_no_word_is_listed_for_a_folder_that_is_gone() -> None:
    """The list holds only folders that stand."""
    assert {module.parent.as_posix() for module in MODULES} >= OWN_WORDS.keys()
