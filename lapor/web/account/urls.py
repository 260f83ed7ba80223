"""Log-in, log-out, password and second factor, by allauth, under ``/masuk/``."""

from allauth.account import views as account
from django.urls import include, path

urlpatterns = [
    path("", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/", account.password_change, name="account_change_password"),
    path("sandi/baru/", account.password_set, name="account_set_password"),
    path("tertutup/", account.account_inactive, name="account_inactive"),
    path("2fa/", include("allauth.mfa.urls")),
]
