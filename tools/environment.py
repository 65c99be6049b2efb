"""Make or refresh the Python environment in `.venv` from the hashed lock file. Standard library only.

    python3 tools/environment.py          what running needs   (requirements.lock)
    python3 tools/environment.py --dev    what testing needs too (requirements-dev.lock)

A stamp in `.venv` keeps the hash of the lock file that was installed, so that the second call costs nothing. The file must be
readable by an old Python as well (no annotations newer than 3.6), because its first job is to say that Python is too old.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / ".venv"
STAMP = PLACE / "yichuang-stamp.json"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
OLDEST = (3, 11)
NEWER_NAMES = ["python3.13", "python3.12", "python3.11", "python3.14"]
BYTES_NEEDED = {"run": 1_200_000_000, "dev": 1_800_000_000}
PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-warn-script-location", "--no-input"]
# opencv-python is replaced by its headless twin (pyproject.toml), which pip cannot know: hence no resolving by pip.
LOCKED = ["--no-deps", "--require-hashes", "--root-user-action=ignore"]

OFFLINE = (
    "NewConnectionError",
    "name resolution",
    "ConnectTimeout",
    "Network is unreachable",
    "No matching distribution",
    "ProxyError",
)
FULL = ("No space left on device", "Errno 28", "Disk quota exceeded")


class Hopeless(Exception):
    """Something a person has to put right; the text says what and how."""


def main():
    """Bring the environment up to date; return the exit code."""
    kind = "dev" if "--dev" in sys.argv[1:] else "run"
    if sys.version_info[:2] < OLDEST:
        return try_newer_python()
    try:
        refresh(kind)
    except Hopeless as trouble:
        print(
            "\n".join(
                [
                    "",
                    "Yichuang cannot make its Python environment.",
                    *("  " + line for line in str(trouble).splitlines()),
                ]
            ),
            file=sys.stderr,
        )
        return 1
    return 0


def try_newer_python():
    """Go on with a newer Python if the machine has one under another name."""
    for name in NEWER_NAMES:
        found = shutil.which(name)
        if found:
            return subprocess.call([found, *sys.argv])
    have, need = ".".join(map(str, sys.version_info[:3])), ".".join(map(str, OLDEST))
    print(f"Yichuang needs Python {need} or newer; {sys.executable} is {have}.", file=sys.stderr)
    print("Install a newer one, or name it: make run PYTHON=/path/to/python3.12", file=sys.stderr)
    return 1


def refresh(kind):
    """Install the lock file of `kind` ("run" or "dev") unless that was done already."""
    wanted = {name: digest(path) for name, path in LOCKS.items()}
    if is_alive() and installed().get(kind) == wanted[kind]:
        return
    check_space(kind)
    if not is_alive():
        make_venv()
    count = sum("==" in line for line in LOCKS[kind].read_text().splitlines())
    print(f"Installing {count} packages into .venv (some minutes the first time, nothing afterwards) …", flush=True)
    began = time.monotonic()
    install(LOCKS[kind])
    # The development lock holds everything the other one does: both are exports of one resolution.
    STAMP.write_text(json.dumps(wanted if kind == "dev" else {"run": wanted["run"]}))
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def digest(path):
    """Return the hash that names a lock file's content for this Python."""
    return hashlib.sha256(sys.version.encode() + path.read_bytes()).hexdigest()


def installed():
    """Return what the stamp says was installed; nothing when there is none."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def python():
    """Return the environment's Python."""
    return str(PLACE / "bin" / "python")


def is_alive():
    """Tell whether the environment's Python starts and has pip (an update of the system's Python breaks it)."""
    if not os.path.exists(python()):
        return False
    if STAMP.exists():  # it was whole once: starting Python is enough, importing pip costs half a second
        command = [python(), "-S", "-c", "import sys; sys.exit(sys.version_info[:2] != %r)" % (sys.version_info[:2],)]
    else:
        command = [python(), "-c", "import pip"]
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def check_space(kind):
    """Refuse before the disk is full, not after."""
    free = shutil.disk_usage(str(ROOT)).free
    already = 0 if not PLACE.exists() else BYTES_NEEDED["run"] // 2
    if free < BYTES_NEEDED[kind] - already:
        need = BYTES_NEEDED[kind] / 1e9
        raise Hopeless(
            f"The disk of {ROOT} has {free / 1e9:.1f} GB free; about {need:.1f} GB are needed.\nFree some space and repeat the command."
        )


def make_venv():
    """Make an empty environment with pip in it."""
    print("Making the Python environment in .venv …", flush=True)
    try:
        if not has_ensurepip() and not install_venv_package():
            lend_pip()
            return
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)], check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError as error:
        raise Hopeless(
            f"`{sys.executable} -m venv` failed.\nOn Debian and Ubuntu: sudo apt install python3-venv; then repeat the command."
        ) from error
    except OSError as error:
        raise Hopeless(f"{error}\nIs the disk full, or the folder read-only?") from error


def has_ensurepip():
    """Tell whether this Python can put pip into an environment (Debian's cannot without python3-venv)."""
    return subprocess.call([sys.executable, "-c", "import ensurepip"], stderr=subprocess.DEVNULL) == 0


def install_venv_package():
    """Let root on Debian install what `venv` needs; return whether that worked."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return False
    print("Installing python3-venv …", flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    name = "python%d.%d-venv" % sys.version_info[:2]
    for arguments in (["install"], ["update"], ["install"]):
        command = [apt, "-qq", "-y", *arguments, *([name] if arguments == ["install"] else [])]
        done = subprocess.call(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if arguments == ["install"] and done == 0:
            return has_ensurepip()
    return False


def lend_pip():
    """Make the environment without ensurepip and let the system's pip, where there is one, put pip into it."""
    if (
        subprocess.call(
            [sys.executable, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        != 0
    ):
        name = "python%d.%d-venv" % sys.version_info[:2]
        raise Hopeless(
            f"This Python has neither ensurepip nor pip.\nOn Debian and Ubuntu: sudo apt install {name}; then repeat the command."
        )
    venv.create(str(PLACE), clear=True, with_pip=False, symlinks=True)
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--python", python(), "install", "pip"], check=True)


def install(lock):
    """Let pip install the lock file, twice at most: package indexes hiccup."""
    for last in (False, True):
        result = subprocess.run([python(), *PIP, *LOCKED, "-r", str(lock)], stderr=subprocess.PIPE, text=True)
        if result.returncode == 0:
            return
        if any(sign in result.stderr for sign in FULL):
            raise Hopeless("The disk is full. Free some space and repeat the command; what was installed is kept.")
        if last:
            raise Hopeless(explain(result.stderr))
        print("pip failed; trying once more …", flush=True)
        time.sleep(3)


def explain(stderr):
    """Turn pip's complaint into what happened and what to do."""
    tail = "\n".join(line for line in stderr.strip().splitlines()[-6:])
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in stderr:
        return f"A downloaded package is not the one that was locked; nothing of it was installed.\n{tail}"
    if any(sign in stderr for sign in OFFLINE):
        return f"The package index cannot be reached. Connect this machine, or point pip at a mirror (PIP_INDEX_URL), and repeat.\n{tail}"
    return tail


if __name__ == "__main__":
    sys.exit(main())
