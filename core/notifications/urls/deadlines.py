"""``/deadlines/``: what the signed-in person owes."""

from django.urls import path

from core.notifications import views

app_name = "deadlines"
urlpatterns = [path("", views.deadlines, name="list")]
