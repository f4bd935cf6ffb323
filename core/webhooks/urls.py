"""``/webhooks/``: where a company's programs are told, for its administrators."""

from django.urls import path

from core.webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:webhook_id>/", views.detail, name="detail"),
    path("<uuid:webhook_id>/test/", views.test, name="test"),
    path("<uuid:webhook_id>/secret/", views.renew, name="renew"),
    path("<uuid:webhook_id>/on/", views.switch_on, name="on"),
    path("<uuid:webhook_id>/end/", views.end, name="end"),
    path("<uuid:webhook_id>/<uuid:delivery_id>/again/", views.again, name="again"),
]
