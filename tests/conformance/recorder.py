# SPDX-License-Identifier: MIT
"""A pytest plugin, from outside mutagen's tree: writes the outcome of each of its tests as JSON, and puts simdtag in
mutagen's place first when told to.

SIMDTAG_CONFORMANCE is the file to write; SIMDTAG_CONFORMANCE_OURS=1 installs simdtag."""

import json
import os

OURS = os.environ.get("SIMDTAG_CONFORMANCE_OURS") == "1"
refused = []  # a mark for each time simdtag said that it does not write


def watch_refusals():
    """Every save() and delete() of simdtag is one function, whose code is replaced: whoever holds it is watched."""
    from simdtag import _util

    def recorder(*args, **kwargs):
        REFUSED.append(True)  # noqa: F821 (a global of _util)
        raise MutagenError(NOT_YET)  # noqa: F821

    _util.REFUSED = refused
    _util.no_writing.__code__ = recorder.__code__


if OURS:
    import simdtag

    simdtag.install()
    watch_refusals()

results = {}


def pytest_collectreport(report):
    if report.failed:
        results[report.nodeid] = {"outcome": "cannot be collected", "words": last_line(report), "refused": False}


def last_line(report):
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else str(report.longrepr)
    lines = [line for line in text.splitlines() if line.strip()] or [""]
    return (lines[0] if crash else lines[-1])[:300]


def pytest_runtest_setup():
    refused.clear()


def pytest_runtest_logreport(report):
    one = results.setdefault(report.nodeid, {"outcome": "passed", "words": "", "refused": False})
    if report.outcome != "passed" and one["outcome"] == "passed":
        one.update(outcome=report.outcome, words=last_line(report))
    one["refused"] = one["refused"] or bool(refused)


def pytest_sessionfinish():
    with open(os.environ["SIMDTAG_CONFORMANCE"], "w", encoding="utf-8") as f:
        json.dump(results, f, indent=0)
