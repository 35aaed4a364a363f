"""A new plan to begin with: one example of each kind of line, to be overwritten."""

from typing import Any

from xlreport.messages import say
from xlreport.model.plans.plan import Plan, plan_from


def blank_plan(year: int, language: str) -> Plan:
    """Return a plan of examples for a year."""

    def words(key: str) -> str:
        return say(language, f"plan_example.{key}", year=year)

    document: dict[str, Any] = {
        "plan": {
            "code": f"PLAN-{year}", "title": words("title"), "government": words("government"),
            "year": year,
            "language": language, "report": words("report"), "begins": words("begins"),
            "note": words("note"),
        },
        "profiles": {"building": [5, 35, 80, 100]},
        "department": [
            {"code": "RST", "name": words("labour")},
            {"code": "JTT", "name": words("transport")},
            {"code": "TJJ", "name": words("statistics")},
        ],
        "indicator": [
            _indicator(words, "jobs", "RST", unit=words("jobs_unit"), measure="cumulative",
            direction="more",
                       comparator="ge", value=5, profile="linear", decimals=2, commitment="hard",
                       baseline={"value": "5.2", "figure": words("jobs_before")}),
            _indicator(words, "unemployment", "RST", unit="%", measure="share", direction="less",
            comparator="le",
                       value="3.6", profile="hold", decimals=1, reporter="TJJ",
                       baseline={"asked": True}),
            _indicator(words, "roads", "JTT", unit=words("roads_unit"), measure="cumulative",
            direction="more",
                       comparator="eq", value=2000, profile="building"),
        ],
        "milestone": [
            _milestone(words, "airport", "JTT", action="build", due=f"{year}-09-30"),
            _milestone(words, "training", "RST", action="advance",
            steps=[words(f"training_{n}") for n in range(1, 5)]),
        ],
        "left_out": [{"figure": words("left_out"), "reason": words("left_out_reason")}],
    }  # fmt: skip
    for table, prefix in (("indicator", "ZB"), ("milestone", "RW")):
        for number, row in enumerate(document[table], 1):
            row["code"] = f"{prefix}{number:03}"
    return plan_from(document)


def _indicator(words: Any, key: str, lead: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a plan
    figure = words(f"{key}_figure")
    return {"name": words(key), "section": words("section"), "figure": figure,
        "printed": words(f"{key}_printed"),
            "lead": lead, "note": words("overwrite")} | more  # fmt: skip


def _milestone(words: Any, key: str, lead: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a plan
    return {"name": words(key), "section": words("section"), "figure": words(f"{key}_figure"),
        "lead": lead,
            "note": words("overwrite")} | more  # fmt: skip
