"""The names of holidays as the package ``holidays`` gives them, for translation only.

What is loaded stands in the database; a name that is not here is shown as it is. One
name is misspelt by the package ("Pegangti"): it must stand here as it comes.
"""

from typing import Final

from lapor.kernel.enums import noop

NAMES: Final = (
    noop("Cuti Bersama Hari Kemerdekaan Republik Indonesia"),
    noop("Cuti Bersama Hari Raya Idul Adha"),
    noop("Cuti Bersama Hari Raya Idul Fitri"),
    noop("Cuti Bersama Hari Raya Natal"),
    noop("Cuti Bersama Hari Raya Waisak"),
    noop("Cuti Bersama Hari Suci Nyepi"),
    noop("Cuti Bersama Kenaikan Yesus Kristus"),
    noop("Cuti Bersama Maulid Nabi Muhammad"),
    noop("Cuti Bersama Tahun Baru Imlek"),
    noop("Cuti Bersama Tahun Baru Islam"),
    noop("Cuti Bersama Wafat Yesus Kristus"),
    noop("Hari Buruh Internasional"),
    noop("Hari Kemerdekaan Republik Indonesia"),
    noop("Hari Lahir Pancasila"),
    noop("Hari Pemilihan Kepala Daerah"),
    noop("Hari Pemilihan Umum"),
    noop("Hari Raya Idul Adha"),
    noop("Hari Raya Idul Adha (perkiraan)"),
    noop("Hari Raya Idul Fitri"),
    noop("Hari Raya Idul Fitri (perkiraan)"),
    noop("Hari Raya Idul Fitri; Kenaikan Yesus Kristus"),
    noop("Hari Raya Natal"),
    noop("Hari Raya Waisak"),
    noop("Hari Raya Waisak (perkiraan)"),
    noop("Hari Suci Nyepi"),
    noop("Hari kedua dari Hari Raya Idul Fitri"),
    noop("Hari kedua dari Hari Raya Idul Fitri (perkiraan)"),
    noop("Isra Mikraj Nabi Muhammad"),
    noop("Isra Mikraj Nabi Muhammad (perkiraan)"),
    noop("Kebangkitan Yesus Kristus"),
    noop("Kenaikan Yesus Kristus"),
    noop("Maulid Nabi Muhammad"),
    noop("Maulid Nabi Muhammad (perkiraan)"),
    noop("Pegangti Cuti Bersama Hari Raya Idul Fitri"),
    noop("Tahun Baru Imlek"),
    noop("Tahun Baru Imlek (perkiraan)"),
    noop("Tahun Baru Islam"),
    noop("Tahun Baru Islam (perkiraan)"),
    noop("Tahun Baru Masehi"),
    noop("Wafat Yesus Kristus"),
)
