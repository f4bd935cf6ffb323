"""Addresses under /sittings/."""

from django.urls import path

from commission.views import (
    addendum,
    annulment,
    chair,
    conditions,
    member,
    protocol,
    protocol_signatures,
    secretary,
)

app_name = "sittings"

ITEM = "<str:number>/items/<int:position>/"
SIGNATURE = "<str:number>/protocol/signatures/<uuid:signature_id>"
ADDENDUM = "<str:number>/addenda/<uuid:addendum_id>"

urlpatterns = [
    path("", member.index, name="list"),
    path("convene/", secretary.convene, name="convene"),
    path("written/", secretary.convene_in_writing, name="convene_in_writing"),
    path("<str:number>/", member.sitting, name="detail"),
    path("<str:number>/place/", secretary.place, name="place"),
    path("<str:number>/open/", chair.open_sitting, name="open"),
    path("<str:number>/attendance/", secretary.attendance, name="attendance"),
    path("<str:number>/close/", chair.close_sitting, name="close"),
    path("<str:number>/protocol.pdf", protocol.document, name="protocol"),
    path("<str:number>/protocol/", protocol.detail, name="minutes"),
    path("<str:number>/protocol/text.json", protocol_signatures.text, name="protocol_text"),
    path("<str:number>/protocol/signatures/new", protocol_signatures.send, name="protocol_sign"),
    path(f"{SIGNATURE}/", protocol_signatures.signature, name="protocol_signature"),
    path(f"{SIGNATURE}/file", protocol_signatures.signature_file, name="protocol_signature_file"),
    path("<str:number>/protocol/<str:name>/", protocol.step, name="protocol_step"),
    path("<str:number>/addenda/propose/", addendum.propose, name="propose_addendum"),
    path(f"{ADDENDUM}.pdf", addendum.document, name="addendum"),
    path(f"{ADDENDUM}/sign/", addendum.sign, name="sign_addendum"),
    path(f"{ADDENDUM}/decline/", addendum.decline, name="decline_addendum"),
    path(ITEM, member.item, name="item"),
    path(f"{ITEM}papers/", member.papers, name="papers"),
    path(f"{ITEM}files/<uuid:file_id>/", member.file, name="file"),
    path(f"{ITEM}extract.pdf", protocol.extract, name="extract"),
    path(f"{ITEM}statements/", protocol.statement, name="statement"),
    path(f"{ITEM}statements/<uuid:statement_id>/", protocol.statement, name="correct_statement"),
    path(f"{ITEM}live/", member.live, name="live"),
    path(f"{ITEM}conflict/", member.conflict, name="conflict"),
    path(f"{ITEM}call-in/", member.call_in, name="call_in"),
    path(f"{ITEM}question/", secretary.question, name="question"),
    path(f"{ITEM}conditions/<uuid:condition_id>/", conditions.change, name="change_condition"),
    path(f"{ITEM}changes/<uuid:change_id>/", conditions.answer, name="answer_change"),
    path(f"{ITEM}defer/", secretary.defer, name="defer"),
    path(f"{ITEM}vote/open/", chair.open_round, name="open_round"),
    path(f"{ITEM}vote/confirm/", member.confirm, name="confirm_ballot"),
    path(f"{ITEM}vote/change/", member.change, name="change_ballot"),
    path(f"{ITEM}vote/cast/", member.cast, name="cast"),
    path(f"{ITEM}vote/<uuid:round_id>/close/", chair.close_round, name="close_round"),
    path(f"{ITEM}vote/<uuid:round_id>/annul/", annulment.propose, name="annul"),
    path(f"{ITEM}vote/<uuid:round_id>/annul/confirm/", annulment.confirm, name="confirm_annulment"),
    path(f"{ITEM}dissent/", member.file_dissent, name="dissent"),
    path(f"{ITEM}vote/casting/", chair.casting, name="casting"),
]
