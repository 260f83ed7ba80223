"""A picture that stands for one that nobody has taken, and says so."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

SIZE: Final = (320, 200)  # pixels


def placeholder(words: str) -> bytes:
    """Return a PNG with the words in a frame."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((4, 4, SIZE[0] - 5, SIZE[1] - 5), outline="black")
    pen.text((20, 80), words, fill="black")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
