"""Addresses of the door."""

from django.urls import path

from core.accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("preferences/", views.preferences, name="preferences"),
]
