"""Pages of the system administrator."""

from django.urls import path

from core.operations import views

app_name = "operations"

urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:promise_id>/retry/", views.retry, name="retry"),
    path("webhooks/<slug:problem>/retry/", views.retry_webhooks, name="retry_webhooks"),
    path("work/<uuid:work_id>/retry/", views.retry_work, name="retry_work"),
]
