"""What the repository holds is for everyone: nothing of one machine is tracked.

A worktree's link to a borrowed ``.venv`` was committed once; every clean clone failed on it.
"""

import subprocess

import pytest

from tests.house.reading import ROOT


def git(*words: str) -> list[str]:
    """Return the lines git prints; a tree that is no clone has nothing to ask."""
    if not (ROOT / ".git").exists():
        pytest.skip("This tree came without its history.")
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_no_link_is_tracked() -> None:
    assert [line for line in git("ls-files", "-s") if line.startswith("120000")] == []


def test_nothing_that_is_ignored_is_tracked() -> None:
    assert git("ls-files", "--cached", "--ignored", "--exclude-standard") == []


@pytest.mark.parametrize("name", (".venv", ".data", "node_modules"))
def test_what_a_machine_makes_is_ignored_as_folder_and_as_link(name: str) -> None:
    assert git("check-ignore", "--no-index", name) == [name]
