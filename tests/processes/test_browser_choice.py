"""Which browser the tests take: the one that was named, else the shell, which takes a quarter less; what is there stays as it is."""

import os
from pathlib import Path

import pytest

from tools import browser


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a machine with nothing on it but what a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "MAC", ())
    return tmp_path


def put(machine: Path, name: str) -> str:
    (machine / name).write_text("#!/bin/sh\n")
    (machine / name).chmod(0o755)
    return str(machine / name)


def test_the_shell_goes_before_the_whole_browser(machine: Path) -> None:
    whole = put(machine, "chromium")
    assert browser.find() == browser.find_or_install() == whole, "nothing to install it with: what is there is taken"
    shell = put(machine, browser.SHELL)
    assert browser.find() == browser.find_or_install() == shell


def test_the_one_that_was_named_goes_before_all(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(machine, browser.SHELL)
    put(machine, "apt-get")
    named = put(machine, "chromium")
    monkeypatch.setenv("CHROMIUM", named)
    monkeypatch.setattr(browser, "_install", lambda *packages: pytest.fail(f"installed {packages}"))
    assert browser.find_or_install() == named


def test_the_shell_is_installed_in_the_version_that_is_there(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(machine, "chromium")
    put(machine, "apt-get")
    (machine / "dpkg-query").write_text("#!/bin/sh\necho 150.0-1\n")
    (machine / "dpkg-query").chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(browser, "_install", lambda *packages: asked.append(packages))
    assert browser.find_or_install() == str(machine / "chromium"), "where it cannot be had, what is there is taken"
    assert [one.strip() for (one,) in asked] == [f"{browser.SHELL}=150.0-1"]
