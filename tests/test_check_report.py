"""A report says the same to people and to programs, and none of them what is private."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, missing

from booklet.check.baseline import leave_known, write_baseline
from booklet.check.report import CheckReport, in_reading_order, write_text
from booklet.check.report_json import write_json, write_sarif
from booklet.common.errors import Finding, Fix, Place, Severity, UsageError

ONE = "chapters/01-one.md"


def bullet(line: int) -> Finding:
    fix = Fix(Place(ONE, line, 1), "•\t", "- ")
    return Finding("R911", Severity.NOTE, "a bullet", "Write '-'.", Place(ONE, line), fix)


FINDINGS = in_reading_order(
    [
        bullet(9),
        Finding("K532", Severity.WARNING, "no\x1b description", "Write one.", Place(ONE, 4, 2)),
        bullet(8),
        Finding("C001", Severity.ERROR, "no setting 'titel'", "Did you mean …?",
                Place("booklet.toml", 1), Fix(Place("booklet.toml", 1, 1), "titel", "title")),
        Finding("V903", Severity.NOTE, "pages are not checked", "Install Pango."),
    ]
)  # fmt: skip
REPORT = CheckReport(FINDINGS, ("2 chapters", "20 printed pages", "the e-book"), ((ONE, "One"),))


def text_of(report: CheckReport, *, quiet: bool = False) -> str:
    return "\n".join(part for _, part in write_text(report, quiet=quiet))


def test_people_read_it_file_by_file_and_what_is_alike_once() -> None:
    assert (
        text_of(REPORT)
        == """\
The booklet as a whole
  note: pages are not checked [V903]
    hint: Install Pango.

booklet.toml
  line 1: error: no setting 'titel' [C001]
    hint: Did you mean …? (--fix does it.)

chapters/01-one.md (“One”)
  line 4: warning: no\\x1b description [K532]
    hint: Write one.
  lines 8 and 9: note: a bullet [R911]
    hint: Write '-'. (--fix does it.)

Checked 2 chapters, 20 printed pages and the e-book: 1 error, 1 warning and 3 notes."""
    )


def test_quiet_leaves_out_notes_and_an_empty_report() -> None:
    assert "note" not in text_of(REPORT, quiet=True).split("Checked")[0]
    assert text_of(CheckReport((), ("1 chapter",)), quiet=True) == ""
    assert text_of(CheckReport((), ("1 chapter",))) == "Checked 1 chapter: nothing to say."


@pytest.mark.parametrize(
    ("severities", "code"), [("", 0), ("note", 0), ("note warning", 1), ("error warning", 4)]
)
def test_the_exit_code_is_that_of_the_worst(severities: str, code: int) -> None:
    findings = [Finding("K532", Severity(one), "p", "h") for one in severities.split()]
    assert CheckReport(tuple(findings), ()).exit_code == code


def test_the_json_is_what_the_schema_in_the_documents_says() -> None:
    schema = json.loads((ROOT / "docs" / "check.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for report in (REPORT, CheckReport((), ())):
        written = json.loads(write_json(report))
        jsonschema.validate(written, schema, cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**json.loads(write_json(REPORT)), "more": 1}, schema)


def test_the_json_says_everything() -> None:
    written = json.loads(write_json(REPORT))
    assert written["summary"] == {"errors": 1, "warnings": 1, "notes": 3, "known": 0}
    assert [one["code"] for one in written["findings"]] == ["V903", "C001", "K532", "R911", "R911"]
    assert written["findings"][0]["file"] is None
    assert written["findings"][1]["fix"] == {
        "file": "booklet.toml",
        "line": 1,
        "column": 1,
        "old": "titel",
        "new": "title",
    }


def test_the_sarif_has_places_rules_and_corrections() -> None:
    (run,) = json.loads(write_sarif(REPORT))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["C001", "K532", "R911", "V903"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    described = run["results"][2]
    assert described["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": ONE, "uriBaseId": "PROJECT"},
        "region": {"startLine": 4, "startColumn": 2},
    }
    replaced = run["results"][3]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replaced["deletedRegion"]["endColumn"] == 3
    assert replaced["insertedContent"]["text"] == "- "


@pytest.mark.validator
@pytest.mark.parametrize("report", [REPORT, CheckReport((), ())], ids=["findings", "nothing"])
def test_microsofts_validator_passes_the_sarif_without_a_word(
    report: CheckReport, tmp_path: Path
) -> None:
    named = os.environ.get("BOOKLET_READERS")
    folder = Path(named) if named else Path.home() / ".cache/booklet-validators/node_modules"
    validator = folder / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
    if not validator.is_file():
        missing("Microsoft's validator of SARIF", "npm install, as in .ci/run")
    log = tmp_path / "log.sarif"
    log.write_text(write_sarif(report), "utf-8")
    finished = subprocess.run(
        [str(validator), "validate", str(log), "--output", str(tmp_path / "said.sarif")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    assert [line for line in finished.stdout.splitlines() if str(log) in line] == []
    assert json.loads((tmp_path / "said.sarif").read_text("utf-8-sig"))["runs"][0]["results"] == []


def test_a_baseline_knows_findings_wherever_they_have_moved() -> None:
    content = write_baseline([bullet(8), *FINDINGS[:2]])
    left = list(leave_known([bullet(20), bullet(21), *FINDINGS], content, "known.json"))
    assert left == [bullet(21), FINDINGS[2], *FINDINGS[3:]]
    assert list(leave_known(FINDINGS, write_baseline(FINDINGS), "known.json")) == []
    assert write_baseline(FINDINGS) == write_baseline(reversed(FINDINGS))


@pytest.mark.parametrize("content", [b"", b"[]", b'{"version": 2, "known": []}', b"\xff", b"{}"])
def test_another_file_is_no_baseline(content: bytes) -> None:
    with pytest.raises(UsageError, match=r"known\.json"):
        list(leave_known([], content, "known.json"))
