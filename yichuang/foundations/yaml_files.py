"""Reading YAML: with the C library's parser where the wheel has it (it always does on Linux and macOS), a tenth of the other's time."""

from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return what a file says: plain values only.

    :raises yaml.YAMLError: when it is no YAML.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
