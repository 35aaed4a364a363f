"""The settings of a workspace (`xlreport.toml`) and the addresses beside its plan
(`contacts.toml`), as types.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from xlreport.model.model_base import Value, unfit
from xlreport.model.plans.plan_field_types import Code, PlanText, Words

# an address of RFC 5321 without quotes: dotted atoms @ dotted labels
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_LONGEST_ADDRESS = 254
Tls = Literal["starttls", "tls", "none"]


def _address(text: str) -> str:
    """Refuse what no mail program would send to, and what old servers cannot carry (letters outside
    ASCII).
    """
    if len(text) > _LONGEST_ADDRESS or "=?" in text or not _ADDRESS.fullmatch(text):
        raise unfit("mail_address", "not a mail address")
    return text


def _zone(name: str) -> str:
    """Refuse what is no name of a time zone."""
    if name:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            message = f"not a time zone: {name!r}"
            raise ValueError(message) from error
    return name


Address = Annotated[str, AfterValidator(_address)]


class Server(Value):
    """How a mail server is reached; its password comes from the environment or the keyring, never
    from a file.
    """

    host: Words
    port: Annotated[int, Field(ge=1, le=65535)]
    tls: Tls
    user: PlanText = ""
    ca: PlanText = ""
    """A file of certificates to trust besides the system's, relative to the workspace."""
    timeout: Annotated[float, Field(gt=0, le=600)] = 60
    auth: Literal["password", "xoauth2"] = "password"
    """`xoauth2`: a token stands in place of the password, where the provider has switched passwords
    off.
    """
    secret_command: tuple[Words, ...] = ()
    """A program and its arguments that prints the password or the token on its first line."""


class Smtp(Server):
    """The server that mails go out through."""

    port: Annotated[int, Field(ge=1, le=65535)] = 587
    tls: Tls = "starttls"


class Imap(Server):
    """The mailbox that returns come in through."""

    port: Annotated[int, Field(ge=1, le=65535)] = 993
    tls: Tls = "tls"
    folder: Words = "INBOX"
    since: date | None = None
    """Messages that came before this day are left alone; None is the first day of the plan's
    year.
    """


class MailSettings(Value):
    """How mails go out and come in."""

    via: Literal["folder", "smtp"] = "folder"
    """`folder`: drafts in `outbox/` that any mail program opens; `smtp`: they are sent."""
    sender: Annotated[Address | None, Field(alias="from")] = None
    name: PlanText = ""
    """The office's name beside its address."""
    smtp: Smtp | None = None
    imap: Imap | None = None

    @model_validator(mode="after")
    def _smtp_is_whole(self) -> Self:
        if self.via == "smtp" and (self.smtp is None or self.sender is None):
            raise unfit("smtp_whole", "via = 'smtp' needs from and [mail.smtp]")
        return self


class PaperSettings(Value):
    """What papers are issued under."""

    office: PlanText = ""
    """Who issues them: 市政府督查室; empty is the plan's contact, else its government."""
    mark: PlanText = ""
    """What a number begins with (发文机关代字): 藏政督; empty is a word of the plan's language."""
    copies: tuple[Words, ...] = ()
    """抄送: who gets copies."""
    reply_days: Annotated[int, Field(ge=1, le=92)] = 10
    """Days after a letter's date by which it is to be answered."""
    sealed: bool = False
    """Whether every return is to come on paper with a seal as well: `status` then tells who still
    owes it.
    """


class Settings(Value):
    """A workspace: which plan it follows up, and how its mail goes."""

    plan: Words
    """The plan file, relative to the workspace; `contacts.toml` lies beside it."""
    templates: PlanText = "templates"
    """The folder of restyled workbooks and of the words of mails."""
    mail: MailSettings = MailSettings()
    papers: PaperSettings = PaperSettings()
    time_zone: Annotated[str, AfterValidator(_zone)] = ""
    """`Asia/Shanghai`: by its clock days are counted; empty is the machine's."""
    defaults: Mapping[str, Any] = {}
    """Defaults of options on the command line, which alone reads them."""


class Contact(Value):
    """Where one department is reached."""

    code: Code
    addresses: tuple[Address, ...] = ()
    person: PlanText = ""
    telephone: PlanText = ""


class Leader(Value):
    """Where a leader (牵头领导) gets copies of second reminders."""

    name: Words
    addresses: tuple[Address, ...] = ()


class Contacts(Value):
    """`contacts.toml`: addresses and telephone numbers, which have no version and go into no
    workbook.
    """

    department: tuple[Contact, ...] = ()
    leader: tuple[Leader, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [one.code for one in self.department]
        if len(set(codes)) != len(codes):
            raise unfit("department_twice", "a department stands in it twice")
        return self

    def of(self, code: str) -> Contact:
        """Return a department's contact; an empty one where none is given."""
        return next((one for one in self.department if one.code == code), Contact(code=code))

    def departments_at(self, address: str) -> frozenset[str]:
        """Return the codes of the departments that an address belongs to, without regard to
        case.
        """
        wanted = address.casefold()
        return frozenset(
            d.code for d in self.department if any(a.casefold() == wanted for a in d.addresses)
        )

    def addresses_of_leader(self, name: str) -> tuple[str, ...]:
        """Return a leader's addresses; none where the leader is not listed."""
        return next((one.addresses for one in self.leader if one.name == name), ())
