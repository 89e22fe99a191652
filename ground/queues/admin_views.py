"""What queues set aside, in Wagtail's admin: with reasons, to be tried again or dropped."""

from typing import Any

import django_filters
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy

from ground.listings import ReportView
from ground.queues.models import SetAside
from ground.queues.queue import QUEUES, drop, retry

MAY_CHANGE = "queues.change_setaside"
DROPPED, WAITING = "dropped", "waiting"


def label_of(row: SetAside) -> str:
    queue = QUEUES.get(row.queue)
    return str(queue.label) if queue else row.queue


class ItemColumn(Column):
    """The item by its key, with a link to where it can be looked at."""

    cell_template_name = "ground/queues/admin/item.html"

    def get_value(self, instance: SetAside) -> dict[str, str]:
        queue = QUEUES.get(instance.queue)
        address = queue.address(instance.key) if queue and queue.address else ""
        return {"key": instance.key, "address": address}


class NextTryColumn(Column):
    cell_template_name = "ground/queues/admin/next_try.html"

    def get_value(self, instance: SetAside) -> SetAside:
        return instance


class DeedsColumn(Column):
    """Forms with a button each, so that nothing needs JavaScript."""

    cell_template_name = "ground/queues/admin/deeds.html"

    def get_value(self, instance: SetAside) -> SetAside:
        return instance

    def get_cell_context_data(self, instance: SetAside, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        context["csrf_token"] = get_token(request)
        context["may_change"] = request.user.has_perm(MAY_CHANGE)
        return context


class SetAsideFilterSet(WagtailFilterSet):
    queue = django_filters.ChoiceFilter(
        label=gettext_lazy("Queue"),
        choices=lambda: sorted((name, str(queue.label)) for name, queue in QUEUES.items()),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(WAITING, gettext_lazy("waiting")), (DROPPED, gettext_lazy("dropped"))],
        method="by_state",
    )

    class Meta:
        model = SetAside
        fields = ["queue"]

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_dropped=value == DROPPED)


class SetAsideView(ReportView):
    page_title = gettext_lazy("Set aside")
    header_icon = "warning"
    template_name = "ground/queues/admin/report.html"
    explanation = gettext_lazy(
        "What a queue could not do stands here and holds up nothing else. It is tried again after a "
        "minute, five minutes, half an hour, three hours and a day, then only by hand. What was "
        "dropped is not tried again."
    )
    index_url_name = "queues_set_aside"
    index_results_url_name = "queues_set_aside_results"
    model = SetAside
    permission_policy = ModelPermissionPolicy(SetAside)
    any_permission_required = ["view", "change"]
    filterset_class = SetAsideFilterSet
    default_ordering = "-last_failed_at"
    nothing_at_all = gettext_lazy("nothing is set aside.")
    list_export = ["queue", "key", "reason", "tries", "next_try", "first_failed_at"]
    columns = [
        Column("queue", label=gettext_lazy("Queue"), accessor=label_of, classname="is-heading"),
        ItemColumn("key", label=gettext_lazy("Item")),
        Column(
            "reason",
            label=gettext_lazy("Reason"),
            accessor="reason_in_words",
            classname="is-long",
        ),
        Column("tries", label=gettext_lazy("Tries")),
        NextTryColumn("next_try", label=gettext_lazy("Next try")),
        DateColumn("first_failed_at", label=gettext_lazy("Since")),
        DeedsColumn("deeds", label=gettext_lazy("Do something")),
    ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["may_change"] = self.request.user.has_perm(MAY_CHANGE)
        context["waiting"] = SetAside.objects.waiting().count()
        return context


@require_POST
@permission_required(MAY_CHANGE, raise_exception=True)
def change(request: HttpRequest) -> HttpResponse:
    """Try one again or drop it; without an item, whatever waits is tried again."""
    number = request.POST.get("item", "")
    rows = (
        SetAside.objects.filter(pk=int(number)) if number.isdecimal() else SetAside.objects.none()
    )
    if request.POST.get("deed") == "retry-all":
        changed = retry(SetAside.objects.waiting())
    elif request.POST.get("deed") == "drop":
        changed = drop(rows)
        messages.success(request, _("Dropped: it is not tried again."))
        return redirect("queues_set_aside")
    else:
        changed = retry(rows)
    said = ngettext(
        "%(n)d item is tried again within a minute.",
        "%(n)d items are tried again within a minute.",
        changed,
    )
    messages.success(request, said % {"n": changed})
    return redirect("queues_set_aside")
