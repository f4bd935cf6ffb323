"""Addresses: `/company/` is the own one, `/companies/` is the register.

`/join/` is the way in. `/products/` and `/production-lines/` are what the own company makes.
"""

from django.urls import path

from manufacturers.views import (
    applicant,
    catalogue,
    enrolments,
    lines,
    newcomer,
    officer,
    owners,
    renewals,
    sheets,
    sites,
)

app_name = "manufacturers"

urlpatterns = [
    path("company/", applicant.show, name="company"),
    path("company/edit/", applicant.edit, name="edit"),
    path("company/renewals/<slug:kind>/", renewals.send, name="renewal_send"),
    path("company/places/new/", sites.site, name="site_add"),
    path("company/places/<uuid:site_id>/", sites.site, name="site"),
    path("company/places/<uuid:site_id>/close/", sites.site_close, name="site_close"),
    path("company/owners/new/", owners.owner, name="owner_add"),
    path("company/owners/<uuid:owner_id>/end/", owners.owner_end, name="owner_end"),
    path("company/people/invite/", applicant.invite, name="invite"),
    path("company/people/<uuid:membership_id>/", applicant.change_member, name="member"),
    path("company/people/<uuid:membership_id>/remove/", applicant.remove_member, name="remove"),
    path("products/", catalogue.product_list, name="products"),
    path("products/new/", catalogue.product_add, name="product_add"),
    path("products/import/", sheets.upload, name="sheets"),
    path("products/import/template.xlsx", sheets.sheet_template, name="sheet_template"),
    path("products/import/<uuid:sheet_id>/", sheets.sheet, name="sheet"),
    path("products/import/<uuid:sheet_id>/confirm/", sheets.sheet_import, name="sheet_import"),
    path("products/import/<uuid:sheet_id>/discard/", sheets.sheet_discard, name="sheet_discard"),
    path("products/control-codes/", catalogue.control_codes, name="control_codes"),
    path("products/<uuid:product_id>/", catalogue.product, name="product"),
    path("products/<uuid:product_id>/edit/", catalogue.product_edit, name="product_edit"),
    path("products/<uuid:product_id>/archive/", catalogue.product_archive, name="product_archive"),
    path("products/<uuid:product_id>/restore/", catalogue.product_restore, name="product_restore"),
    path("products/<uuid:product_id>/components/new/", catalogue.component, name="component_add"),
    path(
        "products/<uuid:product_id>/components/<uuid:component_id>/",
        catalogue.component,
        name="component",
    ),
    path(
        "products/<uuid:product_id>/components/<uuid:component_id>/remove/",
        catalogue.component_remove,
        name="component_remove",
    ),
    path(
        "products/<uuid:product_id>/components/<uuid:component_id>/consent/",
        catalogue.consent,
        name="consent",
    ),
    path("production-lines/", lines.line_list, name="lines"),
    path("production-lines/new/", lines.line_add, name="line_add"),
    path("production-lines/<uuid:line_id>/", lines.line, name="line"),
    path("production-lines/<uuid:line_id>/edit/", lines.line_edit, name="line_edit"),
    path("production-lines/<uuid:line_id>/archive/", lines.line_archive, name="line_archive"),
    path("production-lines/<uuid:line_id>/restore/", lines.line_restore, name="line_restore"),
    path("production-lines/<uuid:line_id>/capacity/", lines.capacity, name="capacity"),
    path("production-lines/<uuid:line_id>/orders/new/", lines.order, name="order_add"),
    path("production-lines/<uuid:line_id>/orders/<uuid:order_id>/", lines.order, name="order"),
    path(
        "production-lines/<uuid:line_id>/orders/<uuid:order_id>/cancel/",
        lines.order_cancel,
        name="order_cancel",
    ),
    path("production-lines/<uuid:line_id>/proofs/<uuid:file_id>/", lines.proof, name="proof"),
    path("join/", newcomer.enrol, name="enrol"),
    path("join/<uuid:enrolment_id>/", newcomer.enrolment, name="enrolment"),
    path("companies/requests/", enrolments.enrolments, name="enrolments"),
    path("companies/requests/<uuid:enrolment_id>/", enrolments.request_page, name="request"),
    path("companies/requests/<uuid:enrolment_id>/accept/", enrolments.accept, name="accept"),
    path("companies/renewals/", renewals.waiting, name="renewals"),
    path("companies/renewals/<uuid:renewal_id>/", renewals.renewal, name="renewal"),
    path("companies/renewals/<uuid:renewal_id>/confirm/", renewals.confirm, name="renewal_confirm"),
    path("renewals/<uuid:renewal_id>/file/", renewals.file, name="renewal_file"),
    path("companies/", officer.register, name="register"),
    path("companies/new/", officer.add, name="add"),
    path("companies/<uuid:company_id>/", officer.detail, name="detail"),
    path("companies/<uuid:company_id>/authority/", officer.authority_add, name="authority_add"),
    path("authorities/<uuid:authority_id>/file/", officer.authority_file, name="authority_file"),
    path("companies/<uuid:company_id>/verify/", officer.verify, name="verify"),
]
