"""Every component on one page with invented data, for the eye and for the accessibility tests."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.ui.guide import forms, samples, votes

#: frame of the page by what stands after `?frame=`
FRAMES = {"staff": "base.html", "applicant": "base_applicant.html", "member": "base_member.html"}


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show the components of one density: staff, applicant or member."""
    wanted = request.GET.get("frame", "staff")
    frame = wanted if wanted in FRAMES else "staff"
    context = {
        "frame": FRAMES[frame],
        "part": f"ui/guide/{frame}.html",
        "sample": samples,
        "vote": votes,
        "form": forms.broken(),
    }
    return render(request, "ui/guide/page.html", context)
