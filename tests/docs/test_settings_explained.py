"""Whatever can be set in a workspace is explained to its users, in both languages."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from xlreport.model.round.round_settings_types import (
    Contact,
    Imap,
    Leader,
    MailSettings,
    PaperSettings,
    Settings,
    Smtp,
)

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "settings", [Settings, MailSettings, Smtp, Imap, PaperSettings, Contact, Leader]
)
def test_every_setting_is_on_a_page(settings: type[BaseModel], language: str) -> None:
    """As a line of TOML, `port = 587`, or the head of its table, `[mail.smtp]`."""
    pages = "".join(page.read_text("utf-8") for page in (DOCS / language).glob("*.md"))
    names = [field.alias or name for name, field in settings.model_fields.items()]
    lost = [
        name
        for name in names
        if not re.search(rf"\b{name} = |\[(?:\[|[a-z]+\.)*{name}[\].]", pages)
    ]
    assert not lost
