"""The catalogues as gettext reads them: made from `django.po` of the rooms and of the content whenever one of them is newer."""

import logging
import os
from pathlib import Path

import polib
from django.conf import settings

log = logging.getLogger(__name__)


def compile_catalogues() -> int:
    """Write each `django.mo` that is missing or older than its `django.po`; return how many.

    A process that may not write there says so and goes on: its pages stay Chinese.
    """
    made = 0
    rooms = (settings.BASE_DIR / "yichuang").glob("*/locale")
    for source in sorted(
        book for place in (*rooms, *settings.LOCALE_PATHS) for book in Path(place).glob("*/LC_MESSAGES/django.po")
    ):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            _compile(source, target)
        except OSError as error:
            log.warning("catalogue %s cannot be compiled: %s", source.parts[-4], error)
        else:
            made += 1
    return made


def _compile(source: Path, target: Path) -> None:
    draft = target.with_suffix(f".{os.getpid()}")
    read = source.stat().st_mtime_ns
    polib.pofile(str(source)).save_as_mofile(str(draft))
    os.utime(draft, ns=(read, read))
    draft.replace(target)


def opened(path: Path) -> polib.POFile:
    """Return the catalogue in a file, a new one if there is none; its lines are never broken, so that changes are read line by line."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    fresh = polib.POFile(wrapwidth=0)
    plain = {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}
    fresh.metadata = {"Language": "en", "MIME-Version": "1.0", **plain}
    return fresh
