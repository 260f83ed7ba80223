"""Made-up texts: sentences of Indonesian words whose frequency follows Zipf's law."""

import random
import re
from itertools import accumulate

from lapor.domain.cases.models import Category
from lapor.domain.organisations.models import Region

SENTENCES = 20_000
#: In the order of their frequency; the names of topics and places follow.
COMMON = """
yang di dan tidak sudah ini dengan untuk dari kami ada pada karena belum ke mohon saya
jalan rusak lampu air warga desa bantuan sosial sampah sekolah puskesmas pelayanan
petugas antre lama mati banjir berlubang kantor kecamatan kelurahan ktp izin tanah
sertifikat pungutan liar pajak guru dokter obat rumah sakit bpjs listrik padam bus
macet trotoar pohon tumbang pasar kotor bising parkir pabrik limbah sungai jembatan
retak drainase tersumbat aspal gelap malam anak ibu pedagang pupuk petani nelayan
subsidi gas internet aplikasi gagal daftar akun sandi pensiun gaji honor tunjangan
data pemilih
"""
STEEPNESS = 0.9


def sentences(seed: int) -> list[str]:
    """Return 20,000 sentences of 10 to 16 words; the same ones for the same seed."""
    dice = random.Random(seed)
    words = vocabulary()
    weights = list(accumulate(1 / (n + 3) ** STEEPNESS for n in range(len(words))))
    return [
        " ".join(
            dice.choices(words, cum_weights=weights, k=dice.randint(10, 16))
        ).capitalize()
        for _ in range(SENTENCES)
    ]


def vocabulary() -> list[str]:
    """Return some 30,000 words, the common ones first."""
    names = list(Category.objects.order_by("pk").values_list("name", flat=True))
    names += Region.objects.order_by("pk").values_list("name", flat=True)
    found = dict.fromkeys(COMMON.split())
    for name in names:
        found |= dict.fromkeys(re.findall(r"[a-z]{4,}", name.lower()))
    return list(found)
