"""The container of an evidence package: the same content is the same bytes, and nothing is in it that its manifest does not name.

Format `yichuang-evidence/1`, described in docs/exchange.md and checked by examples/evidence/verify.py, which knows nothing of this code.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from yichuang.foundations.rules.chains import canonical

FORMAT = "yichuang-evidence/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
EPOCH = (1980, 1, 1, 0, 0, 0)


def manifest_of(told: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Return the manifest: what is told, and the hash of every other file but the signature."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return canonical({"format": FORMAT, **told, "files": hashes})


def container(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive in the order of the names, stored, with no trace of when or where it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 0
            archive.writestr(entry, files[name])
    return out.getvalue()
