"""The environment maker says in plain words what is wrong, and costs nothing when there is nothing to do."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import environment

ROOT = Path(__file__).parents[2]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "a project" / ".venv"
    locks = {kind: tmp_path / f"{kind}.lock" for kind in ("run", "dev")}
    for kind, path in locks.items():
        path.write_text(f"# {kind}\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "PLACE", place)
    monkeypatch.setattr(environment, "STAMP", place / "stamp.json")
    monkeypatch.setattr(environment, "LOCKS", locks)
    return place


def test_it_installs_once_and_again_only_for_another_lock(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(environment, "install", lambda lock: installed.append(lock.name))
    for _ in range(2):
        environment.refresh("dev")
    environment.refresh("run")
    assert installed == ["dev.lock"], "what tests need holds what running needs"
    environment.LOCKS["run"].write_text("# changed\n")
    environment.refresh("run")
    assert installed == ["dev.lock", "run.lock"]
    assert set(json.loads(environment.STAMP.read_text())) == {"run"}, "the development tools may be older now"


@pytest.mark.parametrize(
    ("stderr", "words"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("WARNING: Retrying … NewConnectionError: Failed to establish a new connection", "cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one that was locked"),
    ],
)
def test_what_pip_says_is_said_plainly(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, stderr: str, words: str
) -> None:
    failing = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: failing)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with pytest.raises(environment.Hopeless, match=words):
        environment.install(environment.LOCKS["run"])


def test_a_full_disk_is_noticed_before_anything_is_installed(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(environment.Hopeless, match="GB are needed"):
        environment.refresh("run")


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert environment.main() == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_make_alone_lists_every_target_a_person_may_type() -> None:
    listed = subprocess.run(
        [sys.executable, "tools/help.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    phony = (ROOT / "Makefile").read_text().split(".PHONY:")[1].split("\n\n")[0].replace("\\\n", " ").split()
    inner = {"help", "environment", "environment-dev"}
    targets = {name for name in phony if name not in inner and not name.startswith("bench-")}
    assert {name for name in targets if f"\n  {name} " not in listed} == set()
