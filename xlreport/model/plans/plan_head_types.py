"""The head of a plan: its code, title, year and language, and whom departments ask."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from xlreport.model.model_base import Value
from xlreport.model.plans.plan_field_types import Code, LanguageName, PlanText, Words


class PlanHead(Value):
    """The plan's own particulars."""

    code: Code
    title: Words
    government: Words
    year: Annotated[int, Field(ge=1949, le=2199)]
    version: Annotated[int, Field(ge=1)] = 1
    language: LanguageName = "zh"
    """Of its workbooks and letters: one that there are words in."""
    report: Words
    """Which report it is taken from, and where its plan part starts and ends."""
    begins: Words
    """The heading with which the report's plan part begins."""
    complete: bool = True
    """False: the text at hand is cut off, and the plan with it."""
    return_days: Annotated[int, Field(ge=1, le=92)] = 10
    """Days after a period's end by which returns are due."""
    chapters: PlanText = ""
    """The report's chapters as printed, one after the other with ； between them: charts name them
    where a chapter stands for its sections.
    """
    contact: PlanText = ""
    """Whom departments ask: an office, no person's address or number."""
    note: PlanText = ""
    evidence: bool = False
    """Whether forms have a column for evidence (佐证材料): names of files, or links."""
    inspection_tolerance: Annotated[Decimal, Field(ge=0, le=1000)] = Decimal(1)
    """Per cent of the reported figure by which an inspected one may differ (核查)."""
    judged_by: Literal["reported", "inspected"] = "reported"
    """Which figure makes the light where an inspector found another than was reported."""


class Headed(Value):
    """A value with a plan's head, whose particulars are asked of the value itself."""

    plan: PlanHead

    @property
    def code(self) -> Code:
        """Its own code, which every workbook carries."""
        return self.plan.code

    @property
    def title(self) -> Words:
        """What it is called."""
        return self.plan.title

    @property
    def government(self) -> Words:
        """Whose plan it is."""
        return self.plan.government

    @property
    def year(self) -> int:
        """The year that it is for."""
        return self.plan.year

    @property
    def version(self) -> int:
        """Which version it is; a change of its lines makes a new one."""
        return self.plan.version

    @property
    def language(self) -> str:
        """The language of its workbooks and letters."""
        return self.plan.language

    @property
    def begins(self) -> Words:
        """The heading with which the report's plan part begins."""
        return self.plan.begins

    @property
    def return_days(self) -> int:
        """Days after a period's end by which returns are due."""
        return self.plan.return_days

    @property
    def contact(self) -> PlanText:
        """Whom departments ask; empty where nobody is named."""
        return self.plan.contact
