"""The public check of a document: by digest, status only (design, 7)."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from licensing.forms.public import DigestForm, FileForm
from licensing.selectors.licences.register import PublicStatus, public_status


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Take a digest typed by hand."""
    form = DigestForm(request.POST or None)
    if form.is_valid():
        return redirect("verify:document", form.cleaned_data["digest"])
    status = 422 if form.is_bound else 200
    return render(request, "licensing/public/index.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, digest: str) -> HttpResponse:
    """Say whether the document is genuine and what its state is; nothing about the deal."""
    found = public_status(digest)
    if found is None:
        return render(request, "licensing/public/unknown.html", {"digest": digest}, status=404)
    form = FileForm(request.POST or None, request.FILES or None)
    context = {"status": found, "form": form, "same": _same_file(form, found)}
    response = render(request, "licensing/public/document.html", context)
    # The state may change any minute: no cache may answer in our place.
    response["Cache-Control"] = "no-store"
    return response


def _same_file(form: FileForm, found: PublicStatus) -> bool | None:
    """Compare the digest of a file sent; nothing of the file is kept."""
    if not form.is_valid():
        return None
    reading = hashlib.sha256()
    for chunk in form.cleaned_data["file"].chunks():
        reading.update(chunk)
    return reading.hexdigest() == found.file_sha256
