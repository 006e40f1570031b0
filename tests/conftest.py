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
