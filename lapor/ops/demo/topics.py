"""What people complain about in the made-up country. Every sentence is invented.

``duties`` names the kind of unit that answers; ``slugs`` are topics of the official
tree; ``weight`` is the usual share, ``peak`` the season in which it swells.
"""

from typing import Final, NamedTuple


class Topic(NamedTuple):
    """One matter, with the pieces its texts are made of.

    Pieces may carry {place}, {village}, {district}, {days}, {count}, {number}.
    """

    key: str
    duties: str
    slugs: tuple[str, ...]
    weight: int
    titles: tuple[str, ...]
    stories: tuple[str, ...]
    wishes: tuple[str, ...]
    done: tuple[str, ...]
    peak: str = ""


PLACES: Final = (
    "depan pasar",
    "dekat jembatan",
    "samping balai warga",
    "perempatan lampu merah",
    "jalan menuju sekolah",
    "gang dekat mushala",
    "sekitar lapangan",
    "depan kantor desa",
    "tepi sungai",
    "belakang puskesmas",
    "jalan utama perumahan",
    "dekat terminal",
)
TOPICS: Final = (
    Topic(
        "road",
        "pekerjaan-umum",
        ("jalan-berlubang", "infrastruktur-jalan"),
        14,
        (
            "Jalan berlubang di {village}",
            "Aspal rusak di {place}, {district}",
            "Lubang dalam membahayakan pengendara di {village}",
        ),
        (
            "Jalan di {place} berlubang sejak {days} hari lalu. Ada {count} "
            "lubang, yang "
            "terdalam kira-kira sejengkal.",
            "Aspal di {place} mengelupas sepanjang {number} meter. Saat hujan "
            "lubangnya "
            "tidak terlihat dan sudah ada pengendara yang jatuh.",
        ),
        (
            "Mohon segera ditambal sebelum ada korban lagi.",
            "Kami berharap ada perbaikan, setidaknya diberi tanda dulu.",
        ),
        (
            "Regu pemeliharaan menambal {count} lubang sepanjang {number} meter.",
            "Lubang ditutup aspal dingin; pelapisan ulang masuk paket triwulan depan.",
        ),
    ),
    Topic(
        "light",
        "perhubungan",
        ("penerangan-jalan",),
        7,
        ("Lampu jalan padam di {village}", "Penerangan mati di {place}"),
        (
            "Lampu jalan di {place} padam {days} hari. {count} tiang mati semua "
            "sehingga "
            "warga takut lewat pada malam hari.",
        ),
        ("Mohon lampunya diganti.", "Tolong diperiksa jaringannya."),
        ("Petugas mengganti {count} lampu dan satu sakelar waktu.",),
    ),
    Topic(
        "flood",
        "pekerjaan-umum",
        ("banjir", "drainase-gorong-gorong-parit"),
        5,
        ("Banjir di {village} setiap hujan", "Saluran air tersumbat di {place}"),
        (
            "Setiap hujan deras air di {place} naik sampai {number} sentimeter dan "
            "masuk "
            "ke {count} rumah. Saluran penuh lumpur.",
            "Gorong-gorong di {place} tersumbat sampah, air meluap ke jalan {days} "
            "hari "
            "berturut-turut.",
        ),
        ("Mohon saluran dikeruk.", "Kami minta pompa dan pengerukan secepatnya."),
        ("Saluran dikeruk {number} meter dan {count} truk lumpur diangkut.",),
        peak="flood",
    ),
    Topic(
        "waste",
        "lingkungan-hidup",
        ("pengelolaan-sampah", "sampah-liar"),
        7,
        ("Sampah menumpuk di {place}", "Sampah tidak diangkut di {village}"),
        (
            "Sampah di {place} tidak diangkut {days} hari dan baunya sampai ke rumah "
            "warga.",
            "Ada tempat pembuangan liar di {place}. Setiap malam ada yang membuang "
            "sampah dengan gerobak.",
        ),
        ("Mohon jadwal pengangkutan ditepati.", "Tolong dibersihkan dan dijaga."),
        ("Tumpukan diangkut dengan {count} truk; jadwal kini dua kali seminggu.",),
    ),
    Topic(
        "school",
        "pendidikan",
        ("pendidikan-dan-kebudayaan", "paud-dan-pendidikan-informal"),
        6,
        (
            "Penerimaan siswa baru di {district} tidak jelas",
            "Pungutan di sekolah dasar di {village}",
            "Jarak rumah salah tercatat saat pendaftaran sekolah",
        ),
        (
            "Saat pendaftaran siswa baru, jarak rumah anak saya tercatat {number} "
            "meter "
            "lebih jauh dari yang sebenarnya.",
            "Sekolah meminta iuran kepada orang tua tanpa rapat. Ada {count} orang tua "
            "yang keberatan.",
            "Pengumuman hasil seleksi terlambat {days} hari tanpa penjelasan.",
        ),
        ("Mohon diperiksa dan dijelaskan.", "Kami minta datanya diperbaiki."),
        ("Data jarak diukur ulang dan diperbaiki; orang tua sudah diberi tahu.",),
        peak="school",
    ),
    Topic(
        "identity",
        "kependudukan",
        ("ktp-kartu-tanda-penduduk", "kartu-keluarga", "akta-kelahiran"),
        9,
        (
            "KTP belum jadi setelah {days} hari",
            "Perubahan kartu keluarga lama sekali di {district}",
            "Akta kelahiran belum terbit",
        ),
        (
            "Saya sudah merekam data {days} hari lalu, tetapi kartunya belum jadi dan "
            "petugas hanya menyuruh menunggu.",
            "Pengajuan perubahan kartu keluarga daring sudah {count} kali ditolak "
            "tanpa "
            "alasan yang jelas.",
        ),
        ("Mohon kepastian kapan selesai.", "Tolong dibantu penyelesaiannya."),
        ("Dokumen dicetak dan dapat diambil di loket {count} pada jam kerja.",),
    ),
    Topic(
        "welfare",
        "sosial",
        ("bantuan-sosial", "bansos-pkh", "keluhan-pkh"),
        9,
        (
            "Bantuan sosial tidak cair di {village}",
            "Keluarga tidak mampu belum terdata di {district}",
        ),
        (
            "Bantuan untuk keluarga saya tidak cair {count} bulan terakhir padahal "
            "sebelumnya selalu menerima.",
            "Tetangga kami yang tidak mampu belum pernah didata, sedangkan yang mampu "
            "menerima. Ada {count} keluarga seperti itu.",
        ),
        ("Mohon didata ulang.", "Tolong dijelaskan mengapa berhenti."),
        ("Pendamping mendatangi {count} keluarga; usulan masuk pemutakhiran data.",),
    ),
    Topic(
        "health",
        "kesehatan",
        ("antrian-mendapatkan-pelayanan", "pelayanan-kesehatan-bpjs"),
        7,
        ("Antrean puskesmas {district} terlalu lama", "Obat habis di puskesmas"),
        (
            "Saya mengantre {count} jam di puskesmas karena hanya satu loket yang "
            "buka.",
            "Obat rutin orang tua saya kosong sudah {days} hari.",
        ),
        ("Mohon ditambah petugas.", "Tolong dipastikan persediaannya."),
        ("Loket kedua dibuka pukul 07.30 dan persediaan obat sudah dikirim.",),
    ),
    Topic(
        "water",
        "air-minum",
        ("biaya-tarif-pdam",),
        5,
        ("Air ledeng mati di {village}", "Tagihan air melonjak"),
        (
            "Air tidak mengalir {days} hari. Warga di {place} membeli air dengan "
            "jeriken.",
            "Tagihan air bulan ini naik {count} kali lipat padahal pemakaian sama.",
        ),
        ("Mohon diperbaiki.", "Tolong meteran diperiksa."),
        ("Pipa bocor di {place} diganti {number} meter dan aliran kembali normal.",),
    ),
    Topic(
        "order",
        "satpol-pp",
        ("ketertiban-umum-ketertiban-umum", "keresahan-masyarakat"),
        6,
        ("Trotoar dipakai berjualan di {place}", "Bising sampai larut di {village}"),
        (
            "Trotoar di {place} penuh lapak sehingga pejalan kaki turun ke jalan.",
            "Suara musik dari bangunan di {place} terdengar sampai pukul dua pagi, "
            "sudah "
            "{days} malam.",
        ),
        ("Mohon ditertibkan.", "Tolong ada patroli."),
        ("Petugas menata {count} lapak dan menempatkan penjagaan malam.",),
    ),
    Topic(
        "transport",
        "perhubungan",
        ("perhubungan", "parkir-liar"),
        5,
        ("Tarif angkutan dinaikkan sepihak di {district}", "Parkir liar di {place}"),
        (
            "Tarif angkutan ke terminal naik {count} kali lipat menjelang hari raya.",
            "Parkir di {place} ditarik tanpa karcis dan memakan setengah badan jalan.",
        ),
        ("Mohon diawasi.", "Tolong ditindak."),
        ("Operator diperingatkan dan daftar tarif dipasang di {count} titik.",),
        peak="lebaran",
    ),
    Topic(
        "work",
        "ketenagakerjaan",
        ("gaji-upah-tidak-dibayarkan", "thr-tidak-dibayarkan"),
        4,
        ("Tunjangan hari raya belum dibayar", "Upah di bawah ketentuan di {district}"),
        (
            "Perusahaan tempat saya bekerja belum membayar tunjangan hari raya kepada "
            "{count} pekerja.",
            "Upah yang dibayar kurang dari ketentuan sejak {count} bulan lalu.",
        ),
        ("Mohon diperiksa pengawas.", "Tolong hak kami dipenuhi."),
        ("Pengawas memeriksa perusahaan; pembayaran dilakukan bertahap.",),
        peak="lebaran",
    ),
    Topic(
        "permit",
        "perizinan",
        ("aplikasi-perizinan",),
        4,
        ("Izin usaha belum terbit", "Berkas izin dikembalikan berulang kali"),
        (
            "Permohonan izin usaha saya sudah {days} hari tanpa kabar.",
            "Berkas dikembalikan {count} kali dengan alasan yang berbeda-beda.",
        ),
        ("Mohon kejelasan syaratnya.", "Tolong dipercepat sesuai janji layanan."),
        ("Izin terbit; daftar syarat yang sama kini dipasang di loket.",),
    ),
    Topic(
        "land",
        "pertanahan",
        ("sertifikat-tanah", "pertanahan"),
        4,
        ("Sertifikat tanah belum selesai", "Balik nama tanah terhambat di {district}"),
        ("Pengurusan sertifikat sudah {count} bulan dan belum ada jadwal pengukuran.",),
        ("Mohon jadwal yang pasti.",),
        ("Pengukuran dilaksanakan dan berkas masuk tahap pengumuman.",),
    ),
    Topic(
        "internet",
        "kominfo",
        ("teknologi-informasi-dan-komunikasi", "blokir-website", "sp4n-lapor"),
        3,
        ("Sinyal hilang di {village}", "Situs layanan tidak dapat dibuka"),
        (
            "Sinyal telepon di {village} hilang {days} hari setelah hujan.",
            "Situs layanan menampilkan galat setiap kali mengunggah berkas, sudah "
            "{count} kali dicoba.",
        ),
        ("Mohon diperbaiki.",),
        ("Gangguan jaringan selesai dan batas unggah dinaikkan.",),
    ),
    Topic(
        "village",
        "pemberdayaan-desa",
        ("dana-desa",),
        4,
        ("Penggunaan dana desa di {village} tidak diumumkan",),
        (
            "Papan anggaran desa tidak dipasang dan warga tidak diundang musyawarah "
            "selama {count} tahun.",
        ),
        ("Mohon diperiksa dan diumumkan.",),
        ("Papan anggaran dipasang dan musyawarah warga dijadwalkan.",),
    ),
    Topic(
        "price",
        "perdagangan",
        ("pemantauan-harga-bahan-pokok",),
        3,
        ("Harga bahan pokok naik di pasar {district}", "Gas melon langka di {village}"),
        (
            "Gas tiga kilogram langka {days} hari dan harganya {count} ribu di atas "
            "ketentuan.",
        ),
        ("Mohon pasokan ditambah.",),
        ("Pasokan ditambah {number} tabung dan pangkalan diawasi.",),
        peak="lebaran",
    ),
)
UNCLEAR_TITLES: Final = (
    "Tolong ditindak",
    "Mohon bantuan segera",
    "Laporan saya kemarin",
    "Tes laporan saja",
    "Kenapa begini terus",
    "Pelayanan kurang baik",
)
UNCLEAR_STORIES: Final = (
    "Tolong segera ditindaklanjuti ya, sudah lama sekali seperti ini terus.",
    "Saya mau melapor tetapi tidak tahu harus ke mana. Tolong dibantu.",
    "Kenapa tidak ada perubahan. Padahal sudah sering dilaporkan orang.",
    "Ini hanya percobaan untuk melihat apakah laporannya masuk.",
    "Pelayanannya kurang memuaskan, mohon lebih baik lagi ke depannya.",
)
OPENINGS: Final = ("", "Selamat pagi. ", "Assalamualaikum. ", "Yth. petugas, ")
MISSING: Final = (
    "Alamat atau lokasi yang jelas",
    "Tanggal dan jam kejadian",
    "Foto keadaan di lapangan",
    "Nama layanan atau kantor yang dimaksud",
)
STARTED: Final = (
    "Terima kasih atas laporannya. Petugas memeriksa lokasi pada {day} dan mencatat "
    "keadaannya. Penanganan dijadwalkan paling lambat {count} hari lagi.",
    "Laporan kami terima. Tim berangkat pada {day} dengan surat tugas nomor {number} "
    "dan akan melaporkan hasilnya di sini.",
    "Kami sudah menghubungi penanggung jawab wilayah. Pemeriksaan awal pada {day} "
    "menemukan {count} hal yang perlu diperbaiki.",
)
ANSWERED: Final = (
    "Pemeriksaan selesai pada {day}. {done} Berita acara nomor {number}/{count}. "
    "Bila masih ada yang kurang, silakan tanggapi jawaban ini.",
    "Sesuai pemeriksaan tanggal {day}: {done} Terima kasih sudah ikut menjaga layanan.",
)
EXPLAINED: Final = (
    "Setelah diperiksa pada {day}, hal ini mengikuti ketentuan yang berlaku: jadwal "
    "layanan {count} hari kerja dan pengumuman ada di loket serta situs resmi kami.",
)
PLANNED: Final = (
    "Hasil peninjauan pada {day}: pekerjaan memerlukan anggaran dan masuk rencana "
    "tahun berjalan, paket nomor {number}. Kami mengabari lagi bila dimulai.",
)
REPLIES: Final = (
    "Terima kasih, tetapi di lapangan belum berubah.",
    "Baru sebagian yang dikerjakan, sisanya masih seperti semula.",
    "Mohon diperiksa lagi, kemarin malam masih sama.",
)
SUPPLIED: Final = (
    "Berikut keterangan tambahannya: lokasi di {place}, {village}.",
    "Kejadiannya {days} hari lalu kira-kira pukul tujuh pagi di {place}.",
)
COMMENTS: Final = (
    "Cepat dan jelas, terima kasih.",
    "Sudah diperbaiki.",
    "Agak lama tetapi selesai.",
    "Jawabannya belum menyentuh masalah.",
    "",
    "",
    "",
)
ADVICE: Final = (
    "Tulis laporan baru dengan lokasi, waktu, dan layanan yang dimaksud agar dapat "
    "diperiksa.",
    "Laporan ini terlalu umum. Sebutkan satu masalah, tempat, dan tanggalnya.",
)
FIRST_NAMES: Final = (
    *("Adinda", "Bagas", "Citra", "Damar", "Eka", "Fajar", "Galuh", "Hesti"),
    *("Intan", "Jaka", "Kirana", "Laras", "Mahesa", "Nirmala", "Okta", "Puspa"),
    *("Ratri", "Satria", "Tirta", "Utami", "Wening", "Yudha"),
)
LAST_NAMES: Final = (
    *("Contohwati", "Contohadi", "Percontoh", "Misalnya", "Umpama", "Andaikata"),
    *("Tamsil", "Peraga", "Simulasi", "Latihan"),
)
