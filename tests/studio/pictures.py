"""A picture that shows whether it was blurred: thin black lines on white, and how much of them is left."""

import io

from PIL import Image, ImageDraw


def striped(size: tuple[int, int] = (400, 200)) -> bytes:
    """Return a PNG of thin black lines on white."""
    image = Image.new("RGB", size, "white")
    drawing = ImageDraw.Draw(image)
    for across in range(0, size[0], 4):
        drawing.line((across, 0, across, size[1]), fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def contrast(data: bytes, box: tuple[int, int, int, int]) -> int:
    """Return the difference between the brightest and the darkest point inside a box: over 200 for lines, small when blurred."""
    seen = Image.open(io.BytesIO(data)).convert("L").crop(box).tobytes()
    return max(seen) - min(seen)
