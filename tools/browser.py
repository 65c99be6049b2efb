"""Find a browser for the browser tests, or install one: the machine's own Chromium first, Playwright's copy last.

Debian's headless shell is the same engine without the program around it; it takes a quarter less for the same pages
(docs/decisions/test-time.md).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
FONTS = "fonts-noto-cjk"
# Without a network nobody waits for one.
AT_ONCE = ("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15")


def find() -> str | None:
    """Return the path of a browser that is there already: `CHROMIUM` from the environment, or a well-known one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((str(path) for path in MAC if path.exists()), None)


def find_or_install() -> str | None:
    """Return the path of a browser, installing one where that is possible; None when the machine can have none."""
    found = find()
    if found is None:
        return _from_apt() or _from_playwright()
    return _shell_beside() if Path(found).name == "chromium" and not os.environ.get("CHROMIUM") else found


def _shell_beside() -> str | None:
    """Install the shell beside Debian's Chromium, in the version that is there, so that nothing else changes; return what there is then."""
    query = ["dpkg-query", "-W", "-f", "${Version}", "chromium"]
    if _apt() and shutil.which(query[0]):
        version = subprocess.run(query, capture_output=True, text=True, check=False).stdout.strip()
        if version:
            print("Installing Chromium's headless shell for the browser tests (apt) …", flush=True)
            _install(f"{SHELL}={version}")
    return find()


def _from_apt() -> str | None:
    apt = _apt()
    if apt is None:
        return None
    print("Installing Chromium for the browser tests (apt) …", flush=True)
    if not _install(SHELL, FONTS) and not _install("chromium", FONTS):
        subprocess.run([apt, "-qq", "update"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if not _install(SHELL, FONTS):
            _install("chromium", FONTS)
    return find()


def _apt() -> str | None:
    return shutil.which("apt-get") if os.geteuid() == 0 else None


def _install(*packages: str) -> bool:
    """Install packages with apt; return whether they are there. It is never cut short: that would leave it half done."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-y", *AT_ONCE, "install", "--no-install-recommends", "--no-remove", *packages]
    done = subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return done.returncode == 0


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
