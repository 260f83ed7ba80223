"""A placeholder is a picture like any other."""

from io import BytesIO

from PIL import Image

from lapor.kernel.placeholder import SIZE, placeholder


def test_a_placeholder_is_a_png_that_shows_its_words():
    picture = Image.open(BytesIO(placeholder("CONTOH")))

    assert (picture.format, picture.size) == ("PNG", SIZE)
    assert placeholder("CONTOH") != placeholder("LAIN")
