# SPDX-License-Identifier: MIT
"""A pytest plugin, from outside mutagen's tree: writes the outcome of each of its tests as JSON, and puts simdtag in
mutagen's place first when told to.

SIMDTAG_CONFORMANCE is the file to write; SIMDTAG_CONFORMANCE_OURS=1 installs simdtag."""

import json
import os

OURS = os.environ.get("SIMDTAG_CONFORMANCE_OURS") == "1"
refused = []  # a mark for each time simdtag said that it does not write


def watch_refusals():
    """Whatever refuses to write says so in one exception with one text."""
    from simdtag._util import NOT_YET, MutagenError

    def __init__(self, *args):
        if args == (NOT_YET,):
            refused.append(True)
        super(MutagenError, self).__init__(*args)

    MutagenError.__init__ = __init__


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
