"""Addresses under /cases/."""

from django.urls import path

from licensing.views import (
    access,
    assigning,
    checking,
    deciding,
    need,
    notes,
    officer,
    screening,
    signatures,
    worklist,
)

app_name = "cases"

TABS = ("lines", "parties", "documents", "checks", "requests", "journal")

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("team/", assigning.team, name="team"),
    path("team/weeks/", assigning.board, name="board"),
    path("filters/", worklist.keep_filter, name="keep_filter"),
    path("filters/<uuid:filter_id>/remove/", worklist.remove_filter, name="remove_filter"),
    path("assign/", worklist.assign_many, name="assign_many"),
    path("<str:ref>/", officer.tab, {"name": "detail"}, name="detail"),
    *(path(f"<str:ref>/{name}/", officer.tab, {"name": name}, name=name) for name in TABS),
    path("<str:ref>/need/", need.tab, name="need"),
    path("<str:ref>/need/<uuid:line_id>/stop/", need.stop, name="stop"),
    path("<str:ref>/need/<uuid:line_id>/lift/", need.lift, name="lift"),
    path("<str:ref>/screening/", screening.tab, name="screening"),
    path("<str:ref>/screening/<uuid:hit_id>/", screening.hit, name="hit"),
    path("<str:ref>/screening/<uuid:hit_id>/take/", screening.take_up, name="hit_take"),
    path("<str:ref>/screening/<uuid:hit_id>/propose/", screening.propose, name="hit_propose"),
    path("<str:ref>/screening/<uuid:hit_id>/confirm/", screening.confirm, name="hit_confirm"),
    path("<str:ref>/screening/<uuid:hit_id>/back/", screening.send_back, name="hit_back"),
    path("<str:ref>/screening/<uuid:hit_id>/match/", screening.establish, name="hit_match"),
    path("<str:ref>/changes/", officer.compare, name="compare"),
    path("<str:ref>/files/<uuid:file_id>/", officer.file, name="file"),
    path("<str:ref>/revisions/<int:number>/text.json", signatures.text, name="revision_text"),
    path("<str:ref>/signatures/<uuid:signature_id>/", signatures.signature, name="signature"),
    path(
        "<str:ref>/signatures/<uuid:signature_id>/file/",
        signatures.signature_file,
        name="signature_file",
    ),
    path("<str:ref>/accept/", officer.accept, name="accept"),
    path("<str:ref>/return/", officer.send_back, name="return"),
    path("<str:ref>/ask/", officer.ask, name="ask"),
    path("<str:ref>/recheck/", officer.recheck, name="recheck"),
    path("<str:ref>/checks/<slug:code>/note/", checking.note, name="note"),
    path("<str:ref>/notes/", notes.notes, name="notes"),
    path("<str:ref>/criteria/", notes.criteria, name="criteria"),
    path("<str:ref>/precedents/", notes.precedents, name="precedents"),
    path("<str:ref>/access/", access.page, name="access"),
    path("<str:ref>/access/restrict/", access.restrict, name="restrict"),
    path("<str:ref>/access/open/", access.open_to_all, name="open"),
    path("<str:ref>/access/grant/", access.grant, name="grant"),
    path("<str:ref>/access/withdraw/", access.withdraw, name="withdraw"),
    path("<str:ref>/assign/", assigning.assign, name="assign"),
    path("<str:ref>/take/", officer.take, name="take"),
    path("<str:ref>/lapse/", officer.lapse, name="lapse"),
    path("<str:ref>/requests/<uuid:request_id>/", officer.comment, name="comment"),
    path("<str:ref>/decide/", deciding.decide, name="decide"),
]
