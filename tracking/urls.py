"""Addresses under /licences/: the licence page and its shipments, beside those of licensing."""

from django.urls import path

from licensing.urls import licences
from tracking import views

app_name = "licences"

urlpatterns = [
    *licences.urlpatterns,
    path("<str:number>/", views.licence, name="detail"),
    path("<str:number>/announce/", views.announce, name="announce"),
    path("shipments/<str:number>/confirm/", views.confirm, name="confirm"),
    path("shipments/<str:number>/cancel/", views.cancel, name="cancel"),
    path("shipments/<str:number>/correct/", views.correct, name="correct"),
]
