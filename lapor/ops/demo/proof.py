"""A small file that stands for proof in the made-up country."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

SIZE = (320, 200)


def proof_file(name: str) -> SimpleUploadedFile:
    """Return a picture that says that it is an example."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((4, 4, SIZE[0] - 5, SIZE[1] - 5), outline="black")
    pen.text((20, 80), f"CONTOH BUKTI\n{name}", fill="black")
    out = BytesIO()
    picture.save(out, "PNG")
    return SimpleUploadedFile(f"{name}.png", out.getvalue(), "image/png")
