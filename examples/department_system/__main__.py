"""`python -m examples.department_system --port 8101 --data DIR`: start, say the address, stop on SIGTERM or SIGINT."""

import argparse
import logging
import signal
import sys
import threading
import time
from pathlib import Path

from examples.department_system import server, workers
from examples.department_system.app import App
from examples.department_system.client import Platform
from examples.department_system.legacy import LegacyPlatform
from examples.department_system.settings import SettingsError, load
from examples.department_system.store import Store

PATIENCE_SECONDS, STOP = 2.0, {signal.SIGTERM, signal.SIGINT}


def main() -> int:
    """Run until somebody says stop."""
    parser = argparse.ArgumentParser(prog="examples.department_system", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8101)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with settings.json; database and files go there"
    )
    parser.add_argument(
        "--dialect", choices=("contract", "legacy"), default="contract", help="legacy: XML messages and an app key"
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    try:
        settings = load(arguments.data)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    # Blocked in every thread and waited for in this one: no handler runs in the middle of anything.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    platform = (LegacyPlatform if arguments.dialect == "legacy" else Platform)(settings)
    app = App(settings, Store(arguments.data / "department.sqlite3"), arguments.data, platform)
    door = server.listen(app, arguments.host, arguments.port)
    threads = workers.start(app)
    threading.Thread(target=door.serve_forever, args=(0.1,), daemon=True).start()
    print(f"{settings.name}: http://{arguments.host}:{app.port}", flush=True)
    signal.sigwait(STOP)
    app.stopping.set()
    door.shutdown()
    door.server_close()
    app.ring()
    end = time.monotonic() + PATIENCE_SECONDS
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    app.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
