"""How much there is to see in a part of a picture: blurred it is grey, sharp it is black and white."""

from PIL import Image


def contrast(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Return the distance between the lightest and the darkest shade of a grey picture's part."""
    shades = list(image.crop(box).convert("L").tobytes())
    return max(shades) - min(shades)
