"""Answers written for these tests: empty ones and real ones, easy and hard.

Each row is a question and an answer, all invented. The helper was tuned while looking
at ``KNOWN`` only; ``HELD_OUT`` was never looked at for it and measures it.
"""

from typing import Final, NamedTuple

LAMP: Final = (
    "Lampu jalan di Gang Mawar RT 03 padam sejak dua minggu, warga takut lewat"
)
ROAD: Final = (
    "Jalan Kenanga berlubang dalam, sudah tiga pengendara motor jatuh, tolong ditambal"
)
CARD: Final = (
    "KTP elektronik saya belum jadi sejak enam bulan, kapan bisa diambil dan di mana?"
)
WASTE: Final = (
    "Sampah di belakang Pasar Baru menumpuk dan tidak diangkut, baunya menyengat"
)
CASH: Final = "Bantuan sosial saya berhenti padahal nama masih terdaftar, apa sebabnya?"
WATER: Final = (
    "Air PDAM keruh dan sering mati di Perumahan Asri blok C, tagihan tetap penuh"
)
SCHOOL: Final = (
    "Sekolah menarik uang gedung dua juta dari siswa baru, apakah itu boleh?"
)
CLINIC: Final = "Antrean di puskesmas sampai lima jam dan dokter hanya datang sebentar"

FLOOD: Final = (
    "Banjir masuk rumah tiap hujan karena gorong-gorong mampet, sudah tiga kali"
)
TREE: Final = "Pohon besar di tepi jalan miring dan hampir roboh, mohon ditebang"
BUS: Final = "Bus kota jarang datang dan pengemudinya ugal-ugalan, penumpang dibentak"
PERMIT: Final = "Izin mendirikan bangunan saya belum terbit padahal sudah dua bulan"
NOISE: Final = "Kafe memutar musik keras sampai dini hari, anak saya tidak bisa tidur"


class Corpus(NamedTuple):
    """Pairs of question and answer, by what they are."""

    empty: tuple[tuple[str, str], ...]
    real: tuple[tuple[str, str], ...]


_FIRST: Final = Corpus(
    empty=(
        (LAMP, "Terima kasih atas laporan Anda."),
        (LAMP, "Laporan sedang ditindaklanjuti."),
        (ROAD, "Terima kasih atas laporannya, sudah kami teruskan ke dinas terkait."),
        (ROAD, "Yth. Pelapor, mohon menunggu karena sedang kami proses. Salam."),
        (CARD, "Akan kami koordinasikan dengan bidang terkait. Terima kasih."),
        (
            CARD,
            "Laporan Saudara telah kami terima dan akan disampaikan kepada pihak "
            "terkait untuk mendapat perhatian. Demikian kami sampaikan, atas "
            "perhatian Saudara kami ucapkan terima kasih banyak.",
        ),
        (WASTE, "Baik, segera ditangani."),
        (
            WASTE,
            "Terima kasih atas informasinya, hal ini menjadi perhatian kami dan "
            "akan menjadi bahan evaluasi ke depan demi pelayanan yang lebih baik "
            "bagi seluruh masyarakat yang kami cintai.",
        ),
        (
            CASH,
            "Pada prinsipnya semua bantuan diberikan sesuai ketentuan yang berlaku. "
            "Kami mohon kesabarannya karena semua ada prosesnya dan petugas kami "
            "bekerja sebaik mungkin untuk masyarakat.",
        ),
        (CASH, "Silakan datang ke kantor kami pada jam kerja."),
        (WATER, "Mohon maaf atas ketidaknyamanan yang Bapak dan Ibu alami."),
        (WATER, "Sudah diteruskan ke bagian teknik."),
        (
            SCHOOL,
            "Terima kasih, laporan Anda akan segera ditindaklanjuti oleh instansi "
            "terkait sesuai prosedur yang berlaku.",
        ),
        (SCHOOL, "Ok, noted."),
        (CLINIC, "Kami akan meningkatkan pelayanan. Terima kasih atas masukan Anda."),
        (
            CLINIC,
            "Yth. Saudara Pelapor. Terima kasih telah melapor melalui kanal ini. "
            "Sehubungan dengan laporan Saudara, bersama ini kami sampaikan bahwa "
            "laporan sedang dalam proses tindak lanjut. Mohon menunggu informasi "
            "selanjutnya. Demikian, harap maklum.",
        ),
    ),
    real=(
        (LAMP, "Lampu di Gang Mawar sudah diganti tadi pagi, foto terlampir."),
        (
            LAMP,
            "Dua lampu di Gang Mawar RT 03 padam karena kabelnya putus. Regu Dinas "
            "Perhubungan menyambungnya pada Selasa malam dan keduanya kini menyala. "
            "Bila padam lagi, hubungi kami di loket penerangan jalan.",
        ),
        (
            ROAD,
            "Empat lubang di Jalan Kenanga ditambal pada 4 Maret 2026 oleh Bidang "
            "Bina Marga. Pengaspalan ulang sepanjang 300 meter masuk anggaran 2027.",
        ),
        (
            ROAD,
            "Jalan Kenanga adalah jalan provinsi. Kami sudah mengirim surat nomor "
            "620/118 kepada Dinas Bina Marga Provinsi pada 2 Maret; mereka "
            "menjawab akan menambal lubangnya paling lambat 20 Maret.",
        ),
        (
            CARD,
            "KTP Anda sudah dicetak pada 12 Mei dan dapat diambil di Kecamatan "
            "Sukajadi, loket 2, hari kerja pukul 08.00 sampai 14.00, dengan surat "
            "rekam yang lama.",
        ),
        (
            CARD,
            "KTP elektronik belum dicetak karena datanya ganda. Datanglah ke Dinas "
            "Kependudukan membawa kartu keluarga; petugas menghapus data ganda di "
            "tempat dan kartu jadi dalam 2 hari kerja.",
        ),
        (
            WASTE,
            "Sampah di belakang Pasar Baru sudah kami angkut kemarin dengan dua "
            "truk. Mulai Senin truk datang setiap pagi; jadwalnya terlampir.",
        ),
        (
            WASTE,
            "Kami memeriksa tempat pembuangan di belakang pasar dan menemukan "
            "kontainernya bocor. Kontainer diganti, sampah diangkut, dan pengelola "
            "pasar kami tegur secara tertulis.",
        ),
        (
            CASH,
            "Bantuan Anda berhenti karena NIK tidak padan dengan data kependudukan. "
            "Perbaiki di kelurahan dengan membawa KTP dan kartu keluarga; bantuan "
            "berjalan lagi pada penyaluran berikutnya, bulan Juli.",
        ),
        (
            CASH,
            "Terima kasih atas laporan Anda. Nama Anda masih terdaftar, tetapi "
            "rekening tidak aktif sejak Januari. Kami sudah meminta bank membukanya "
            "dan bantuan dua bulan dibayarkan pada 15 April.",
        ),
        (
            WATER,
            "Air keruh karena pipa induk di Blok C bocor. Pipa sudah disambung dan "
            "jaringan dikuras; air jernih sejak Kamis. Tagihan bulan ini dipotong "
            "30 persen, dihitung otomatis.",
        ),
        (
            WATER,
            "Mohon maaf atas ketidaknyamanan ini. Pompa di Perumahan Asri rusak "
            "dan sudah diganti pada 8 Juni, sehingga air mengalir lagi.",
        ),
        (
            SCHOOL,
            "Tidak boleh. Permendikbud 44/2012 melarang sekolah negeri memungut "
            "uang gedung. Dinas Pendidikan memanggil kepala sekolah pada 3 Juli; "
            "uang dikembalikan paling lambat 10 Juli.",
        ),
        (
            SCHOOL,
            "Pungutan itu tidak sah dan sudah kami hentikan. Sekolah "
            "mengembalikan uang gedung kepada semua siswa baru; daftarnya kami "
            "lampirkan. Bila belum menerima, lapor ke Inspektorat.",
        ),
        (
            CLINIC,
            "Kami memeriksa daftar hadir: dokter memang hanya bertugas dua jam. "
            "Mulai 1 September ada dokter kedua dan antrean dibuka pukul 07.00 "
            "dengan nomor daring.",
        ),
        (
            CLINIC,
            "Keluhan Anda benar. Antrean puskesmas lama karena satu dari dua "
            "dokter cuti melahirkan. Dokter pengganti mulai bertugas Senin depan "
            "di Puskesmas Melati.",
        ),
    ),
)
_MORE: Final = Corpus(
    empty=(
        (LAMP, "Siap, kami tindak lanjuti. Terima kasih."),
        (LAMP, "Laporan sudah kami terima dan kami catat, mohon ditunggu."),
        (LAMP, "Terima kasih atas laporannya kak, nanti kami sampaikan ke petugas."),
        (
            ROAD,
            "Sehubungan dengan pengaduan Saudara dapat kami sampaikan bahwa hal "
            "tersebut akan dikoordinasikan lebih lanjut dengan instansi terkait. "
            "Demikian untuk menjadi maklum dan atas perhatiannya diucapkan terima "
            "kasih.",
        ),
        (ROAD, "Sedang dalam proses penanganan oleh tim kami di lapangan."),
        (CARD, "Mohon bersabar, blangko terbatas."),
        (
            CARD,
            "Yth. Pelapor, untuk pelayanan kependudukan dapat dilakukan sesuai "
            "dengan ketentuan yang berlaku. Terima kasih.",
        ),
        (WASTE, "Laporan Anda sudah ditindaklanjuti oleh dinas terkait."),
        (
            WASTE,
            "Terima kasih, kami akan tingkatkan kebersihan di wilayah kami dan "
            "mengajak semua warga ikut menjaga lingkungan agar bersih, sehat, dan "
            "nyaman bagi kita semua.",
        ),
        (CASH, "Silakan menghubungi pendamping masing-masing."),
        (
            CASH,
            "Laporan telah diteruskan kepada pihak terkait untuk mendapatkan "
            "penjelasan. Terima kasih atas laporan Anda.",
        ),
        (WATER, "Kami mohon maaf, petugas kami akan segera mengecek."),
        (
            WATER,
            "Laporan diterima tanggal 3 Mei 2026 dan sedang ditindaklanjuti oleh "
            "Bidang Teknik, mohon menunggu.",
        ),
        (
            SCHOOL,
            "Terima kasih atas informasinya. Akan kami sampaikan kepada pimpinan.",
        ),
        (
            SCHOOL,
            "Pihak sekolah akan dipanggil untuk klarifikasi, mohon menunggu hasil "
            "selanjutnya.",
        ),
        (
            CLINIC,
            "Masukan Anda sangat berarti bagi kami untuk meningkatkan mutu "
            "pelayanan. Semoga lekas sembuh dan sehat selalu.",
        ),
    ),
    real=(
        (LAMP, "Sudah menyala lagi sejak tadi malam; saklar otomatisnya kami ganti."),
        (
            LAMP,
            "Lampu jalan itu milik pengembang dan belum diserahkan kepada "
            "pemerintah. Kami sudah memanggil pengembang; mereka memperbaiki "
            "lampunya hari Jumat. Berita acaranya terlampir.",
        ),
        (
            ROAD,
            "Petugas kami ke Jalan Kenanga pada 6 Mei, mengukur tujuh lubang, dan "
            "menambal semuanya hari itu juga. Fotonya ada di lampiran.",
        ),
        (
            ROAD,
            "Lubang belum dapat ditambal karena pipa air di bawahnya masih "
            "dibongkar. Pekerjaan pipa selesai 12 Juni, penambalan 13 dan 14 Juni. "
            "Sampai saat itu kami pasang rambu dan lampu peringatan.",
        ),
        (
            CARD,
            "Silakan ambil KTP Anda di Mal Pelayanan Publik lantai 2, Senin sampai "
            "Jumat pukul 09.00-15.00. Bawa kartu keluarga.",
        ),
        (
            CARD,
            "Perekaman Anda gagal tersimpan karena sidik jari tidak terbaca. Mohon "
            "rekam ulang di kecamatan mana pun; prosesnya 15 menit dan kartu "
            "langsung dicetak.",
        ),
        (
            WASTE,
            "Sampahnya sudah bersih. Kami menambah satu kontainer dan jadwal angkut "
            "menjadi setiap hari, termasuk hari Minggu.",
        ),
        (
            WASTE,
            "Tumpukan itu berada di tanah milik swasta. Pemiliknya kami panggil "
            "dan ia membersihkannya pada 9 Agustus; bila menumpuk lagi kami kenakan "
            "denda menurut Perda 5/2019.",
        ),
        (
            CASH,
            "Anda tidak lagi menerima bantuan karena anak bungsu sudah lulus SMA, "
            "sehingga syarat PKH tidak terpenuhi. Bila keberatan, ajukan sanggahan "
            "lewat musyawarah kelurahan bulan depan.",
        ),
        (
            CASH,
            "Bantuan tertunda karena kartu Anda kedaluwarsa. Kartu baru sudah ada di "
            "kantor pos; ambil dengan KTP sebelum 30 November.",
        ),
        (
            WATER,
            "Kami menguji air di tiga rumah Blok C: kekeruhan 8 NTU, di atas batas "
            "5 NTU. Saringan sudah dicuci dan hasil uji ulang 2 NTU.",
        ),
        (
            WATER,
            "Gangguan terjadi karena pompa utama terbakar. Selama perbaikan kami "
            "mengirim tangki air dua kali sehari. Pompa pengganti tiba besok.",
        ),
        (
            SCHOOL,
            "Boleh bila sukarela, tidak boleh bila diwajibkan. Kami menemukan "
            "sekolah itu mewajibkannya, maka pungutan dibatalkan dan kepala "
            "sekolah ditegur.",
        ),
        (
            SCHOOL,
            "Uang gedung tersebut sudah dikembalikan kepada 112 orang tua. Buktinya "
            "dapat dilihat di papan pengumuman sekolah.",
        ),
        (
            CLINIC,
            "Sejak 2 Mei pendaftaran daring dibuka dan waktu tunggu turun menjadi "
            "sekitar satu jam. Jadwal dokter kini dipasang di pintu.",
        ),
        (
            CLINIC,
            "Dokter terlambat karena menangani kecelakaan di IGD. Kami meminta maaf "
            "dan mulai pekan ini ada perawat yang memberi tahu pasien bila jadwal "
            "bergeser.",
        ),
    ),
)
KNOWN: Final = Corpus(_FIRST.empty + _MORE.empty, _FIRST.real + _MORE.real)
HELD_OUT: Final = Corpus(
    empty=(
        (FLOOD, "Terima kasih laporannya, segera kami cek ke lokasi."),
        (
            FLOOD,
            "Yth. Bapak/Ibu, aduan Anda sudah kami sampaikan ke bidang yang menangani"
            " untuk dipelajari. Mohon kesabarannya.",
        ),
        (
            FLOOD,
            "Penanganan banjir merupakan prioritas pemerintah daerah dan kami terus "
            "berupaya memberikan pelayanan terbaik bagi masyarakat sesuai kemampuan "
            "anggaran yang ada.",
        ),
        (TREE, "Akan dijadwalkan."),
        (
            TREE,
            "Laporan sudah masuk antrean dan akan diproses sesuai urutan, terima "
            "kasih.",
        ),
        (
            BUS,
            "Kami berterima kasih atas perhatian Saudara terhadap layanan angkutan "
            "umum. Semua masukan akan dipertimbangkan oleh pimpinan.",
        ),
        (BUS, "Sedang dievaluasi oleh manajemen, mohon menunggu."),
        (PERMIT, "Mohon dicek secara berkala di aplikasi."),
        (
            PERMIT,
            "Izin diproses sesuai ketentuan yang berlaku, bila lengkap akan terbit.",
        ),
        (
            NOISE,
            "Laporan Saudara telah kami teruskan kepada Satpol PP untuk "
            "ditindaklanjuti sebagaimana mestinya. Demikian disampaikan.",
        ),
        (NOISE, "Terima kasih, sudah kami himbau."),
        (
            NOISE,
            "Kami mengajak semua pihak menjaga ketertiban dan saling menghormati demi"
            " kenyamanan bersama.",
        ),
    ),
    real=(
        (
            FLOOD,
            "Gorong-gorong tersumbat akar pohon. Sudah kami bersihkan kemarin dan air"
            " surut dalam satu jam saat hujan tadi malam.",
        ),
        (
            FLOOD,
            "Rumah Anda berada di cekungan, jadi pompa harus ditambah. Pompa kedua "
            "dibeli tahun ini dan dipasang bulan Oktober; sementara itu petugas jaga "
            "menyalakan pompa keliling.",
        ),
        (
            FLOOD,
            "Kami memeriksa saluran pada 9 Januari. Pintu airnya macet dan diperbaiki"
            " hari itu juga.",
        ),
        (TREE, "Pohon itu sudah ditebang tadi pagi pukul 7."),
        (
            TREE,
            "Pohon milik warga, bukan pemerintah. Kami menemui pemiliknya dan ia "
            "setuju memangkasnya hari Sabtu.",
        ),
        (
            BUS,
            "Bus rute itu dikurangi dari enam menjadi empat karena dua bus rusak. "
            "Keduanya kembali beroperasi 1 Maret.",
        ),
        (
            BUS,
            "Pengemudi yang Anda laporkan sudah kami skors tujuh hari dan wajib ikut "
            "pelatihan. Ia juga meminta maaf secara tertulis.",
        ),
        (
            PERMIT,
            "Izin Anda terbit pada 14 Juni dengan nomor 503/221 dan dapat diunduh "
            "dari akun Anda.",
        ),
        (
            PERMIT,
            "Berkas belum lengkap: surat persetujuan tetangga dan gambar denah belum "
            "ada. Unggah keduanya, lalu izin terbit paling lama tiga hari kerja.",
        ),
        (
            PERMIT,
            "Keterlambatan terjadi karena verifikator sakit dan tidak ada pengganti. "
            "Kami menugaskan orang lain dan berkas Anda selesai diperiksa pagi ini.",
        ),
        (
            NOISE,
            "Petugas Satpol PP datang malam itu, mengukur suara 78 desibel, dan "
            "meminta kafe mematikan pengeras suara. Kafe menandatangani pernyataan; "
            "bila diulang, izinnya dicabut.",
        ),
        (
            NOISE,
            "Kafe tersebut memiliki izin keramaian sampai pukul 22.00. Kami "
            "memperingatkan pemiliknya karena melampaui jam itu.",
        ),
    ),
)
