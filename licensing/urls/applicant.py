"""Addresses under /applications/."""

from django.urls import path

from licensing.views.applicant import (
    draft,
    home,
    more,
    questions,
    rows,
    signatures,
    submit,
)

app_name = "applications"

urlpatterns = [
    path("", home.index, name="list"),
    path("home/", home.start, name="home"),
    path("new/", home.new, name="new"),
    path("<str:ref>/", home.detail, name="detail"),
    path("<str:ref>/tasks/", home.tasks, name="tasks"),
    path("<str:ref>/kind/", draft.kind, name="kind"),
    path("<str:ref>/countries/", draft.states, name="states"),
    path("<str:ref>/origin/", draft.origin, name="origin"),
    path("<str:ref>/transfer/", draft.transfer, name="transfer"),
    path("<str:ref>/contract/", draft.contract, name="contract"),
    path("<str:ref>/end-use/", draft.end_use, name="end_use"),
    path("<str:ref>/end-user/", draft.end_user, name="end_user"),
    path("<str:ref>/certificate/", draft.certificate, name="certificate"),
    path("<str:ref>/lines/", rows.lines, name="lines"),
    path("<str:ref>/lines/add/", rows.line, name="line_add"),
    path("<str:ref>/lines/<uuid:line_id>/", rows.line, name="line"),
    path("<str:ref>/lines/<uuid:line_id>/remove/", rows.remove_line, name="line_remove"),
    path("<str:ref>/parties/", rows.parties, name="parties"),
    path("<str:ref>/parties/add/", rows.party, name="party_add"),
    path("<str:ref>/parties/<uuid:party_id>/", rows.party, name="party"),
    path("<str:ref>/parties/<uuid:party_id>/remove/", rows.remove_party, name="party_remove"),
    path("<str:ref>/documents/", rows.files, name="files"),
    path("<str:ref>/documents/<uuid:attachment_id>/remove/", rows.remove_file, name="file_remove"),
    path("<str:ref>/before-submission/", submit.precheck, name="precheck"),
    path("<str:ref>/before-submission.json", submit.precheck_json, name="precheck_json"),
    path("<str:ref>/check/", submit.check, name="check"),
    path("<str:ref>/declare/", submit.declare, name="declare"),
    path("<str:ref>/withdraw/", submit.withdraw, name="withdraw"),
    path("<str:ref>/discard/", submit.discard, name="discard"),
    path("<str:ref>/copy/", more.copy, name="copy"),
    path("<str:ref>/appeal/", more.appeal, name="appeal"),
    path("<str:ref>/who/", more.who, name="who"),
    path("<str:ref>/amend/", submit.amend, name="amend"),
    path("<str:ref>/questions/<uuid:request_id>/", questions.question, name="question"),
    path("<str:ref>/revisions/<int:number>/", signatures.revision, name="revision"),
    path("<str:ref>/revisions/<int:number>/text.json", signatures.text, name="revision_text"),
    path("<str:ref>/files/<uuid:file_id>/", home.file, name="file"),
    path("<str:ref>/refusals/<str:number>/document.pdf", home.refusal, name="refusal"),
]
