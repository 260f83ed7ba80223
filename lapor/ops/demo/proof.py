"""A small file that stands for proof in the made-up country."""

from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.kernel.placeholder import placeholder


def proof_file(name: str) -> SimpleUploadedFile:
    """Return a picture that says that it is an example."""
    content = placeholder(f"CONTOH BUKTI\n{name}")
    return SimpleUploadedFile(f"{name}.png", content, "image/png")
