"""Address of the style guide; the demo only."""

from django.urls import path

from core.ui import views

app_name = "ui"
urlpatterns = [path("", views.style_guide, name="style_guide")]
