"""A report for other programs, as docs/check.schema.json describes it. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from booklet import __version__
from booklet.common.errors import Severity
from booklet.common.finding_codes import CATALOGUE

if TYPE_CHECKING:
    from booklet.check.report import CheckReport
    from booklet.common.errors import Finding, Fix

FORMAT_VERSION = 1
"""Raised when a program that reads the report would have to be changed."""


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
