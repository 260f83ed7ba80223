"""Why a file is refused and what was found in it: words shared with the sandbox.

Imported by the child process too, so nothing here may need Django.
"""

from lapor.kernel.enums import Labelled, noop


class Reason(Labelled):
    """Why a file is refused; the label is a sentence that says what to do."""

    BROKEN = (
        "broken",
        noop(
            "Berkas ini rusak atau tidak lengkap. Coba buka di gawai Anda, simpan "
            "ulang, lalu unggah lagi."
        ),
    )
    TOO_MANY_PIXELS = (
        "too_many_pixels",
        noop(
            "Gambar ini terlalu besar: paling banyak 40 megapiksel. Perkecil "
            "gambarnya lalu unggah lagi."
        ),
    )
    TOO_HUNGRY = (
        "too_hungry",
        noop(
            "Gambar ini terlalu besar untuk dibuka. Perkecil gambarnya atau simpan "
            "sebagai JPG, lalu unggah lagi."
        ),
    )
    TOO_COMPLEX = (
        "too_complex",
        noop(
            "Berkas ini terlalu rumit untuk diperiksa. Simpan ulang dalam bentuk "
            "yang lebih sederhana lalu unggah lagi."
        ),
    )
    TOO_MANY_PAGES = (
        "too_many_pages",
        noop(
            "PDF ini terlalu tebal: paling banyak 200 halaman. Unggah halaman yang "
            "penting saja."
        ),
    )
    LOCKED = (
        "locked",
        noop("PDF ini dikunci dengan kata sandi. Buka kuncinya lalu unggah lagi."),
    )
    TRACKED = (
        "tracked",
        noop(
            "Video ini memuat rekaman lokasi dari kamera aksi yang tidak dapat kami "
            "hapus. Ekspor ulang videonya tanpa data lokasi lalu unggah lagi."
        ),
    )


class Finding(Labelled):
    """What was found in a file and taken out; told to whoever sent it."""

    LOCATION = "location", noop("Lokasi pengambilan dihapus dari berkas ini.")
    METADATA = (
        "metadata",
        noop("Data tersembunyi (misalnya nama gawai dan waktu) dihapus."),
    )
    RESIZED = "resized", noop("Gambar diperkecil menjadi paling panjang 2.048 piksel.")
    STILL = "still", noop("Gambar bergerak: hanya gambar pertama yang disimpan.")
    ACTIVE = (
        "active",
        noop("Bagian yang dapat bekerja sendiri (misalnya skrip) dihapus dari PDF."),
    )
    EMBEDDED = "embedded", noop("Berkas di dalam PDF dihapus.")


class Refused(Exception):
    """Raised in the child: the file is not taken."""

    def __init__(self, reason: Reason):
        """``reason`` crosses the process border by its value."""
        super().__init__(reason.value)
        self.reason = reason
