"""``/work/``: what the signed-in person asked for and a worker does."""

from django.urls import path

from core.work import views

app_name = "work"
urlpatterns = [
    path("", views.index, name="list"),
    path("<uuid:work_id>/", views.page, name="page"),
    path("<uuid:work_id>/progress/", views.progress, name="progress"),
    path("<uuid:work_id>/cancel/", views.cancel, name="cancel"),
]
