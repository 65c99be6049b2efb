"""What all parts of this program share."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from examples.department_system.client import Platform
from examples.department_system.settings import Settings
from examples.department_system.store import Store


@dataclass
class App:
    """One department's system: its settings, its database, its folder, and the bells that wake its workers."""

    settings: Settings
    store: Store
    folder: Path
    platform: Platform
    port: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)
    work: threading.Event = field(default_factory=threading.Event)
    reports: threading.Event = field(default_factory=threading.Event)

    def ring(self) -> None:
        """Wake all workers."""
        self.work.set()
        self.reports.set()

    def cookie(self, name: str) -> str:
        """Return a cookie's name of our own: a browser shares cookies between all ports of a machine."""
        return f"{name}_{self.settings.system_code}_{self.port}".replace("-", "_")
