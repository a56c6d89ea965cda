"""A report for other programs: as docs/check.schema.json describes it, and as SARIF 2.1.0. Pure.

Section numbers are those of SARIF (OASIS, 2020). The text of a chapter is no part of a report: a
finding about a person must not carry along what it found.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from booklet import __version__
from booklet.common.errors import Severity
from booklet.common.finding_codes import CATALOGUE, STAGES

if TYPE_CHECKING:
    from booklet.check.report import CheckReport
    from booklet.common.errors import Finding, Fix, Place

FORMAT_VERSION = 1
"""Raised when a program that reads the report would have to be changed."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "PROJECT"
"""The base of all paths: the project's folder (3.14.14)."""

_ABOUT = "urn:cpd-booklet:docs:check"
"""Names docs/check.md (3.19.17). The program has no address on the web to name."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def write_json(report: CheckReport) -> str:
    """Write a report as JSON."""
    counts = report.counts
    content = {
        "version": FORMAT_VERSION,
        "program": f"booklet {__version__}",
        "checked": list(report.checked),
        "summary": {
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "notes": counts[Severity.NOTE],
            "known": report.known,
        },
        "findings": [_finding(one) for one in report.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _finding(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code,
        "about": CATALOGUE[finding.code],
        "severity": finding.severity.value,
        "problem": finding.problem,
        "hint": finding.hint,
        "file": place.path if place else None,
        "line": place.line or None if place else None,
        "column": place.column or None if place else None,
        "fix": _fix(finding.fix) if finding.fix else None,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "file": fix.place.path,
        "line": fix.place.line,
        "column": fix.place.column or 1,
        "old": fix.old,
        "new": fix.new,
    }


def write_sarif(report: CheckReport) -> str:
    """Write a report as a SARIF log with one run."""
    codes = sorted({finding.code for finding in report.findings})
    paths = sorted({finding.place.path for finding in report.findings if finding.place})
    run = {
        "tool": {
            "driver": {
                "name": "booklet check",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": _ABOUT,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The folder with booklet.toml and chapters."}}
        },
        "artifacts": [{"location": _location(path)} for path in paths],
        "results": [
            _sarif_result(finding, codes.index(finding.code)) for finding in report.findings
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, object]:
    """Describe a kind of finding (3.49)."""
    about = CATALOGUE[code]
    words = about.removeprefix("a ").removeprefix("an ").removeprefix("the ").split()
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in words if word.isalnum()),
        "shortDescription": {"text": f"{about[0].upper()}{about[1:]}."},
        "fullDescription": {"text": f"{about[0].upper()}{about[1:]}. Found in {STAGES[code[0]]}."},
        "help": {"text": "Each finding says what to do."},
        "messageStrings": {"default": {"text": "{0}. What to do: {1}."}},
    }


def _sarif_result(finding: Finding, rule: int) -> dict[str, object]:
    """Describe a finding (3.27)."""
    place = finding.place
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"id": "default", "arguments": [finding.problem, finding.hint.rstrip(".")]},
        "locations": [{"physicalLocation": _physical(place)}] if place else [],
    }
    if finding.fix and finding.fix.place.line:
        result["fixes"] = [_sarif_fix(finding.fix)]
    return result


def _physical(place: Place) -> dict[str, object]:
    """Name a place (3.29)."""
    location: dict[str, object] = {"artifactLocation": _location(place.path)}
    if place.line:
        column = {"startColumn": place.column} if place.column else {}
        location["region"] = {"startLine": place.line, **column}
    return location


def _location(path: str) -> dict[str, str]:
    return {"uri": quote(path), "uriBaseId": _ROOT}


def _sarif_fix(fix: Fix) -> dict[str, object]:
    """Describe a correction (3.55)."""
    column = fix.place.column or 1
    region = {
        "startLine": fix.place.line,
        "startColumn": column,
        "endLine": fix.place.line,
        "endColumn": column + len(fix.old),
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": fix.new}}
    change = {"artifactLocation": _location(fix.place.path), "replacements": [replacement]}
    return {"description": {"text": "The one right answer."}, "artifactChanges": [change]}
