"""Sign-in, profiles and the directory."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from social.people import org_chart
from social.people.collation import fold
from social.people.forms import ProfileForm
from social.people.models import Department, User
from social.people.requests import SignedInRequest
from social.people.returning import safe_next

PEOPLE_PER_PAGE = 24


def directory(request: SignedInRequest) -> HttpResponse:
    people = User.objects.visible_to(request.user).for_byline()
    query = request.GET.get("q", "").strip()
    for word in query.split()[:5]:
        people = people.filter(
            Q(folded_name__contains=fold(word))
            | Q(job_title__icontains=word)
            | Q(skills__name__icontains=word)
            | Q(department__name__icontains=word)
        )
    department = Department.objects.filter(slug=request.GET.get("department", "")).first()
    if department:
        people = people.filter(department__path__startswith=department.path)
    page = Paginator(people.distinct(), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "social/people/directory.html",
        {
            "page": page,
            "query": query,
            "department": department,
            "departments": Department.get_tree(),
        },
    )


def profile(request: SignedInRequest, pk: int) -> HttpResponse:
    people = User.objects.select_related("department", "level", "location", "manager")
    person = get_object_or_404(people.prefetch_related("skills", "languages"), pk=pk)
    return render(
        request,
        "social/people/profile.html",
        {
            "person": person,
            "reports": person.reports.visible_to(request.user).for_byline(),
            "department_path": _department_path(person),
        },
    )


def _department_path(person: User) -> list[Department]:
    if person.department is None:
        return []
    return [*person.department.get_ancestors(), person.department]


def organisation(request: SignedInRequest) -> HttpResponse:
    """The org chart: departments, heads and numbers."""
    return render(request, "social/people/org_chart.html", {"units": org_chart.tree()})


def edit_profile(request: SignedInRequest) -> HttpResponse:
    user = request.user
    form = ProfileForm(request.POST or None, request.FILES or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect(user)
    return render(request, "social/people/edit_profile.html", {"form": form})


@login_not_required
@require_POST
def set_language(request: SignedInRequest) -> HttpResponse:
    """Change the language of the interface, in the profile when signed in, else by cookie."""
    response = redirect(safe_next(request))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        if isinstance(request.user, User):
            request.user.language = code
            request.user.save(update_fields=["language"])
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.SESSION_COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
