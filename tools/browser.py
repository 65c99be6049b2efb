"""Find a browser for the browser tests, or install one: the machine's own Chromium first, Playwright's copy last."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
APT_PACKAGES = ("chromium", "fonts-noto-cjk")


def find() -> str | None:
    """Return the path of a browser that is there already: `CHROMIUM` from the environment, or a well-known one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((str(path) for path in MAC if path.exists()), None)


def find_or_install() -> str | None:
    """Return the path of a browser, installing one where that is possible; None when the machine can have none."""
    return find() or _from_apt() or _from_playwright()


def _from_apt() -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    print("Installing Chromium for the browser tests (apt) …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "-qq", "-y", "install", "--no-install-recommends", *APT_PACKAGES]
    for command in (install, [apt, "-qq", "update"], install):
        done = subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if command is install and done.returncode == 0:
            break
    return find()


def _from_playwright() -> str | None:
    print("Installing Chromium for the browser tests (Playwright) …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        return None
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as play: print(play.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None
