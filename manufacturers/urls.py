"""Addresses: `/company/` is the own one, `/companies/` is the register."""

from django.urls import path

from manufacturers.views import applicant, officer

app_name = "manufacturers"

urlpatterns = [
    path("company/", applicant.show, name="company"),
    path("company/edit/", applicant.edit, name="edit"),
    path("company/people/invite/", applicant.invite, name="invite"),
    path("company/people/<uuid:membership_id>/", applicant.change_member, name="member"),
    path("company/people/<uuid:membership_id>/remove/", applicant.remove_member, name="remove"),
    path("companies/", officer.register, name="register"),
    path("companies/new/", officer.add, name="add"),
    path("companies/<uuid:company_id>/", officer.detail, name="detail"),
    path("companies/<uuid:company_id>/verify/", officer.verify, name="verify"),
]
