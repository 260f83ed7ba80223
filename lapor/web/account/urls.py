"""Log-in, log-out, password and second factor, by allauth, under ``/masuk/``."""

from allauth.account import views as account
from django.urls import include, path

from lapor.web.account import pages

urlpatterns = [
    path("", pages.LogIn.as_view(), name="account_login"),
    path("keluar/", pages.LogOut.as_view(), name="account_logout"),
    path("ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/", account.password_change, name="account_change_password"),
    path("sandi/baru/", account.password_set, name="account_set_password"),
    path("tertutup/", account.account_inactive, name="account_inactive"),
    path("2fa/", pages.Security.as_view(), name="mfa_index"),
    path("2fa/", include("allauth.mfa.urls")),
]
