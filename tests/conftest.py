"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of shared corpora; its absence skips, a wrong path fails."""
    value = os.environ.get("SITMAP_CORPORA")
    if not value:
        pytest.skip("SITMAP_CORPORA is not set")
    folder = Path(value).resolve()
    assert (folder / "seeds").is_dir(), f"SITMAP_CORPORA={value} has no folder seeds/"
    return folder


@pytest.fixture(scope="session")
def index():
    """The gazetteer's index, built on first use."""
    from gazetteer.index import open_index

    return open_index()


class CorporaWereRun:
    """Where the corpora are named, a test that needs them and was skipped fails the run."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and "corpora" in report.keywords and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.skipped and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name in self.skipped:
            terminalreporter.write_line(f"FAILED {name} - SITMAP_CORPORA is set, yet the test was skipped")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("SITMAP_CORPORA") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(CorporaWereRun(), "corpora-were-run")
