"""The form of the counter: one screen for who comes, calls, writes, or drops a note.

What the way in needs stands with it: number and date of a letter, the call, the box.
"""

from typing import Any, Final
from uuid import uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy

from lapor.domain.cases.rules import Channel
from lapor.domain.intake.rules import Origin
from lapor.kernel.text import clean
from lapor.web.desk import choices
from lapor.web.fields import Day, Files, FirstInput, Words

#: What is asked for which way in; a script-less old browser shows all of it.
OF_CHANNEL: Final = {
    "letter_number": "letter",
    "letter_on": "letter",
    "arrived_on": "letter box",
    "called_at": "phone",
    "call_minutes": "phone",
    "box": "box",
    "queue_number": "walk_in",
}


class CounterForm(forms.Form):
    """A report as the officer writes it down; the rules are those of the web form."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Masuk lewat"), choices=[], initial=Channel.WALK_IN
    )
    classification = forms.ChoiceField(label=gettext_lazy("Jenis laporan"), choices=[])
    title = Words(longest=150, label=gettext_lazy("Judul laporan"))
    content = Words(
        longest=10_000,
        multiline=True,
        label=gettext_lazy("Isi laporan, dengan kata-kata pelapor"),
    )
    date_of_incident = Day(
        required=False,
        label=gettext_lazy("Tanggal kejadian"),
    )
    location = Words(required=False, longest=255, label=gettext_lazy("Lokasi kejadian"))
    region = Words(
        required=False,
        longest=200,
        label=gettext_lazy("Desa atau kota"),
        widget=FirstInput(attrs={"data-suggest": "/meja/pilihan/wilayah/"}),
    )
    region_for = forms.CharField(required=False, widget=forms.HiddenInput)
    agency = Words(
        required=False,
        longest=200,
        label=gettext_lazy("Instansi tujuan"),
        widget=FirstInput(attrs={"data-suggest": "/meja/pilihan/instansi/"}),
    )
    agency_for = forms.CharField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(
        required=False, label=gettext_lazy("Kategori"), choices=[]
    )
    attachments = Files(
        required=False,
        label=gettext_lazy("Pindaian dan lampiran (5 berkas, 10 MB)"),
    )
    is_anonymous = forms.BooleanField(
        required=False, label=gettext_lazy("Anonim: nama disembunyikan")
    )
    is_secret = forms.BooleanField(
        required=False, label=gettext_lazy("Rahasia: isi disembunyikan")
    )
    name = Words(required=False, longest=120, label=gettext_lazy("Nama pelapor"))
    phone = Words(
        required=False,
        longest=40,
        label=gettext_lazy("Nomor telepon"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = Words(
        required=False,
        longest=254,
        label=gettext_lazy("Email"),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )
    address = Words(required=False, longest=255, label=gettext_lazy("Alamat"))
    consent = forms.BooleanField(
        label=gettext_lazy("Pelapor setuju datanya dipakai untuk menangani laporan."),
        error_messages={"required": gettext_lazy("Tanyakan persetujuan pelapor dulu.")},
    )
    letter_number = Words(required=False, longest=80, label=gettext_lazy("Nomor surat"))
    letter_on = Day(required=False, label=gettext_lazy("Tanggal surat"))
    arrived_on = Day(required=False, label=gettext_lazy("Diterima tanggal"))
    called_at = forms.DateTimeField(
        required=False,
        label=gettext_lazy("Telepon mulai"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={"invalid": gettext_lazy("Isi tanggal dan jam teleponnya.")},
    )
    call_minutes = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=600,
        label=gettext_lazy("Lama telepon (menit)"),
    )
    box = Words(required=False, longest=120, label=gettext_lazy("Kotak saran di"))
    queue_number = Words(
        required=False, longest=20, label=gettext_lazy("Nomor antrean")
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill the lists; a new form gets its own key, so that twice is once."""
        super().__init__(*args, **kwargs)
        for name, pairs in (
            ("channel", choices.counter_channels()),
            ("classification", (("", "…"), *choices.asked_classes())),
            ("category", (("", "…"), *choices.topics())),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(pairs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid4().hex)

    @property
    def origin_fields(self) -> list[tuple[str, forms.BoundField]]:
        """What the way in needs, each with the channels it belongs to."""
        return [(channels, self[name]) for name, channels in OF_CHANNEL.items()]

    def origin(self) -> Origin:
        """Return what was written about the letter, call or box."""
        given = self.cleaned_data
        return Origin(**{name: given.get(name) or _EMPTY[name] for name in OF_CHANNEL})

    def clean_key(self) -> str:
        """A form without its key, or with an odd one, gets a fresh one."""
        key: str = clean(self.cleaned_data["key"], max_length=64)
        return key if key.isalnum() and len(key) >= 16 else uuid4().hex

    def stay(self) -> None:
        """Show what was typed without finding fault: nothing was sent yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def change(self, **values: str) -> None:
        """Show other values than those that were sent."""
        data: Any = self.data
        data = data.copy()
        for name, value in values.items():
            data[name] = value
        self.data = data


_EMPTY: Final[dict[str, Any]] = dict.fromkeys(OF_CHANNEL) | {
    "letter_number": "",
    "box": "",
    "queue_number": "",
}
