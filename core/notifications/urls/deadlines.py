"""``/deadlines/``: what the signed-in person owes, as a list and as a month."""

from django.urls import path

from core.notifications import views

app_name = "deadlines"
urlpatterns = [
    path("", views.deadlines, name="list"),
    path("<int:year>/<int:month>/", views.month, name="month"),
]
