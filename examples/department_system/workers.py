"""Background work: inbox, files, reports, and the feed where pushes cannot come in."""

import logging
import threading
from collections.abc import Callable

from examples.department_system import fetching, intake, outbox
from examples.department_system.app import App
from examples.department_system.client import Refused, Unreachable

log = logging.getLogger("department.workers")
LOOK_AGAIN_SECONDS = 0.5


def start(app: App) -> list[threading.Thread]:
    """Start one thread for each kind of work."""
    workers: list[tuple[Callable[[App], int], threading.Event]] = [
        (intake.take_waiting, app.work),
        (fetching.fetch_waiting, threading.Event()),
        (outbox.send_waiting, app.reports),
    ]
    if app.settings.pull_seconds:
        workers.append((pull, threading.Event()))
    threads = [threading.Thread(target=_loop, args=(app, work, bell), daemon=True) for work, bell in workers]
    for thread in threads:
        thread.start()
    return threads


def pull(app: App) -> int:
    """Read the feed from where we were; the cursor moves only after all of its events are ours."""
    row = app.store.one("SELECT value FROM facts WHERE name = 'feed'")
    try:
        page = app.platform.feed(row["value"] if row else "")
    except (Refused, Unreachable) as error:
        log.warning("the feed cannot be read: %s", error)
        return _rest(app)
    events = page.get("events") or []
    for content in events:
        try:
            intake.receive(app, intake.Event.of(content))
        except (ValueError, intake.OtherBody) as error:
            log.warning("an event of the feed is left out: %s", error)
    if page.get("next"):
        with app.store.write() as db:
            db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES ('feed', ?)", (str(page["next"]),))
    return len(events) or _rest(app)


def _rest(app: App) -> int:
    app.stopping.wait(app.settings.pull_seconds)
    return 0


def _loop(app: App, work: Callable[[App], int], bell: threading.Event) -> None:
    """Work while there is something; then wait for the bell, or look again after a while."""
    while not app.stopping.is_set():
        bell.clear()
        try:
            busy = work(app)
        except Exception:
            if app.stopping.is_set():
                return
            log.exception("%s failed", work.__name__)
            busy = 0
        if not busy:
            bell.wait(LOOK_AGAIN_SECONDS)
