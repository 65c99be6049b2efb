"""Small real files for tests."""

import io

from PIL import Image


def jpeg(shade: int = 200) -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (160, 120), (shade, shade, shade)).save(buffer, "JPEG")
    return buffer.getvalue()
