"""Settings of the room: privacy, working hours, works council, deputy, pulse."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from social.community.access import for_managers
from social.community.messages import tell_deputy
from social.community.models import Pulse, RoomSettings
from social.community.pulse.forms import PulseRoundForm
from social.community.settings.forms import RoomForm
from social.community.tasks import forget_person
from social.people.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@for_managers
def room(request: SignedInRequest) -> HttpResponse:
    """Change what people have decided about the room."""
    user = request.user
    form = RoomForm(request.POST or None, instance=RoomSettings.load(), user=user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            room = form.instance
            if room.covered_by and {"deputy", "deputy_until"} & set(form.changed_data):
                tell_deputy(room.deputy, user, room.deputy_until)
            if "people_parts" in form.changed_data:
                transaction.on_commit(partial(forget_person.enqueue))
        messages.success(request, _("Saved."))
        return redirect("community:settings")
    context = {"form": form, "pulses": Pulse.objects.all()[:8], "pulse_form": PulseRoundForm()}
    return render(request, "social/community/settings.html", context)
