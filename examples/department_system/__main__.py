"""`python -m examples.department_system --port 8101 --data DIR`: start, say the address, stop on SIGTERM or SIGINT."""

import argparse
import logging
import signal
import sys
import threading
from pathlib import Path

from examples.department_system import server, workers
from examples.department_system.app import App
from examples.department_system.client import Platform
from examples.department_system.settings import SettingsError, load
from examples.department_system.store import Store

PATIENCE_SECONDS = 2.0


def main() -> int:
    """Run until somebody says stop."""
    parser = argparse.ArgumentParser(prog="examples.department_system", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8101)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with settings.json; database and files go there"
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    try:
        settings = load(arguments.data)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    app = App(settings, Store(arguments.data / "department.sqlite3"), arguments.data, Platform(settings))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.stopping.set())
    door = server.listen(app, arguments.host, arguments.port)
    threads = workers.start(app)
    threading.Thread(target=door.serve_forever, args=(0.1,), daemon=True).start()
    print(f"{settings.name}: http://{arguments.host}:{app.port}", flush=True)
    app.stopping.wait()
    door.shutdown()
    door.server_close()
    app.ring()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    app.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
