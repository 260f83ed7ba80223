"""The form of a report. It validates what was typed; nothing is looked up here."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy

from lapor.kernel.text import clean
from lapor.web.fields import Day, Files, FirstInput, Words
from lapor.web.portal.forms import Choices, Mail, Telephone

COMPLAINT = "complaint"
EXPLAINED = {
    "complaint": gettext_lazy(
        "Pelayanan publik buruk, lambat, rusak, atau menyimpang. Jawaban akhir paling "
        "lambat 14 hari kerja, 60 hari kerja bila menyangkut pelanggaran pegawai."
    ),
    "aspiration": gettext_lazy(
        "Usul atau harapan agar layanan menjadi lebih baik. Dijawab paling lambat 5 "
        "hari kerja."
    ),
    "information": gettext_lazy(
        "Pertanyaan tentang layanan atau data. Dijawab paling lambat 5 hari kerja."
    ),
}


class TopicField(forms.ChoiceField):
    """A list of the first level; a finer topic may be named by its number as well."""

    def valid_value(self, value: str) -> bool:
        """Leave numbers to intake, which knows all topics."""
        return super().valid_value(value) or (
            value.isascii() and value.isdigit() and len(value) < 10
        )


class ReportForm(forms.Form):
    """A report, in three steps on one page (domain §5.2)."""

    classification = forms.ChoiceField(
        label=gettext_lazy("Apa yang ingin Anda sampaikan?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih jenis laporan."),
            "invalid_choice": gettext_lazy("Pilih salah satu jenis laporan."),
        },
    )
    title = Words(
        shortest=10,
        longest=150,
        label=gettext_lazy("Judul laporan"),
        help_text=gettext_lazy(
            "Satu kalimat, misalnya: Lampu jalan di depan pasar mati sejak seminggu."
        ),
        error_messages={"required": gettext_lazy("Tulis judul laporan.")},
    )
    content = Words(
        shortest=20,
        longest=10_000,
        multiline=True,
        label=gettext_lazy("Isi laporan"),
        help_text=gettext_lazy(
            "Ceritakan: apa yang terjadi, siapa yang terlibat, di mana, kapan, mengapa "
            "menurut Anda, dan bagaimana kejadiannya. Jangan tulis NIK atau nomor "
            "telepon orang lain."
        ),
        error_messages={"required": gettext_lazy("Tulis isi laporan.")},
    )
    date_of_incident = Day(
        required=False,
        label=gettext_lazy("Tanggal kejadian"),
        help_text=gettext_lazy(
            "Wajib untuk pengaduan. Bila berlangsung lama, pilih hari pertama."
        ),
    )
    location = Words(
        longest=255,
        label=gettext_lazy("Lokasi kejadian"),
        help_text=gettext_lazy(
            "Nama jalan, gedung, atau patokan yang mudah ditemukan."
        ),
        error_messages={"required": gettext_lazy("Tulis lokasi kejadian.")},
    )
    region = Words(
        required=False,
        longest=200,
        widget=FirstInput,
        label=gettext_lazy("Desa, kecamatan, atau kota"),
        help_text=gettext_lazy(
            "Ketik nama desa dan kota, misalnya: Sukamaju Depok. Kosongkan bila tidak "
            "terikat tempat."
        ),
    )
    agency = Words(
        required=False,
        longest=200,
        widget=FirstInput,
        label=gettext_lazy("Instansi tujuan"),
        help_text=gettext_lazy(
            "Ketik nama instansi bila Anda tahu. Kosongkan bila ragu: petugas kami "
            "yang meneruskan."
        ),
    )
    category = TopicField(
        required=False,
        label=gettext_lazy("Topik"),
        help_text=gettext_lazy("Kosongkan bila ragu."),
        error_messages={"invalid_choice": gettext_lazy("Pilih topik dari daftar.")},
    )
    attachments = Files(
        required=False,
        label=gettext_lazy("Lampiran"),
        help_text=gettext_lazy(
            "Foto, video pendek, atau PDF. Paling banyak 5 berkas, masing-masing 10 "
            "MB. Data lokasi di dalam foto kami hapus."
        ),
    )
    is_anonymous = forms.BooleanField(
        required=False,
        label=gettext_lazy("Anonim: sembunyikan siapa saya"),
        help_text=gettext_lazy(
            "Instansi yang dilaporkan dan publik tidak melihat nama Anda. Nama dan "
            "kontak boleh dikosongkan."
        ),
    )
    is_secret = forms.BooleanField(
        required=False,
        label=gettext_lazy("Rahasia: sembunyikan isi laporan"),
        help_text=gettext_lazy(
            "Hanya Anda dan petugas yang menangani yang dapat membaca laporan ini. "
            "Laporan tidak pernah tampil di daftar publik."
        ),
    )
    name = Words(
        required=False,
        longest=120,
        label=gettext_lazy("Nama lengkap"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = Mail(
        help_text=gettext_lazy("Agar petugas dapat menghubungi Anda bila perlu.")
    )
    phone = Telephone()
    consent = forms.BooleanField(
        label=gettext_lazy(
            "Saya setuju data saya dipakai untuk menangani laporan ini, dan isi "
            "laporan ini benar menurut yang saya ketahui."
        ),
        error_messages={
            "required": gettext_lazy("Centang persetujuan agar laporan dapat dikirim.")
        },
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    region_for = forms.CharField(widget=forms.HiddenInput, required=False)
    agency_for = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        classes: Choices = (),
        categories: Choices = (),
        today: date,
        **kwargs: Any,
    ) -> None:
        """``classes`` and ``categories`` come from the tables; ``today`` is local."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.field("classification").choices = [
            (code, _explained(code, label)) for code, label in classes
        ]
        self.field("category").choices = [
            ("", gettext("Belum tahu")),
            *categories,
        ]
        for name, longest in (("title", 150), ("content", 10_000)):
            self.fields[name].widget.attrs |= {
                "maxlength": longest,
                "data-behaviour": "count",
            }
        self.fields["date_of_incident"].widget.attrs["max"] = today.isoformat()
        if not self.is_bound:
            self.initial.setdefault("key", uuid4().hex)

    def change(self, **values: str) -> None:
        """Show other values than those that were sent, for example a fresh key."""
        data = QueryDict(mutable=True)
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
        for name, value in values.items():
            data[name] = value
        self.data = data

    def leave_unjudged(self) -> None:
        """Show what was typed without finding fault: nothing was sent yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def field(self, name: str) -> forms.ChoiceField:
        """Return a choice field, for the type checker's sake."""
        found = self.fields[name]
        if not isinstance(found, forms.ChoiceField):
            raise TypeError(name)
        return found

    def clean_date_of_incident(self) -> date | None:
        """Nothing has happened tomorrow; a complaint has a day."""
        day: date | None = self.cleaned_data["date_of_incident"]
        if day and day > self.today:
            raise forms.ValidationError(
                gettext("Tanggal kejadian tidak boleh setelah hari ini.")
            )
        if day and day.year < self.today.year - 100:
            raise forms.ValidationError(gettext("Periksa tahun kejadian."))
        if day is None and self.cleaned_data.get("classification") == COMPLAINT:
            raise forms.ValidationError(gettext("Pilih tanggal kejadian."))
        return day

    def clean_key(self) -> str:
        """A form without its key, or with an odd one, gets a fresh one."""
        key: str = clean(self.cleaned_data["key"], max_length=64)
        return key if key.isalnum() and len(key) >= 16 else uuid4().hex

    def clean(self) -> dict[str, Any]:
        """Who is not anonymous gives a name and a way to be reached."""
        given = super().clean() or {}
        if given.get("is_anonymous"):
            return given
        if not given.get("name") and "name" not in self.errors:
            self.add_error("name", gettext("Tulis nama Anda, atau pilih Anonim."))
        reachable = given.get("email") or given.get("phone")
        if not reachable and not {"email", "phone"} & set(self.errors):
            self.add_error(
                "email", gettext("Isi email atau nomor telepon, atau pilih Anonim.")
            )
        return given


def _explained(code: str, label: str) -> str:
    """A class with what it means, below its name."""
    return format_html(
        '<strong>{}</strong><span class="soft">{}</span>',
        label,
        EXPLAINED.get(code, ""),
    )
