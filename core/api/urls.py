"""Pages of tokens."""

from django.urls import path

from core.api import views

app_name = "tokens"

urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:token_id>/end/", views.end, name="end"),
]
