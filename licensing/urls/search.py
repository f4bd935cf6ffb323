"""The address of the search."""

from django.urls import path

from licensing.views import search

urlpatterns = [path("", search.results, name="search")]
