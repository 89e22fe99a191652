"""Lists of Wagtail's admin that ask neither policy nor hook, without what is closed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.contrib.redirects.views import IndexView as RedirectsView
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.contrib.search_promotions.views.settings import IndexView as PromotionsView
from wagtail.models import AbstractGroupApprovalTask, Page, get_default_page_content_type
from wagtail.models.audit_log import ModelLogEntryManager
from wagtail.models.pages import PageLogEntryManager
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from blog.closed.access import barred_paths, may_work_on, workable, works_on_all
from blog.closed.rows import models_closed_with_pages, rows_of
from social.people.models import User


def connect() -> None:
    PageBulkAction.get_all_objects_in_listing_query = _workable_ids(
        PageBulkAction.get_all_objects_in_listing_query
    )
    PageLogEntryManager.viewable_by_user = _without_deleted(PageLogEntryManager.viewable_by_user)
    ModelLogEntryManager.viewable_by_user = _of_open_rows(ModelLogEntryManager.viewable_by_user)
    RedirectsView.get_base_queryset = _to_workable(RedirectsView.get_base_queryset)
    PromotionsView.get_base_queryset = _of_workable(PromotionsView.get_base_queryset)
    SnippetBulkAction.get_all_objects_in_listing_query = _open_ids(
        SnippetBulkAction.get_all_objects_in_listing_query
    )
    AbstractGroupApprovalTask.get_task_states_user_can_moderate = _workable_states(
        AbstractGroupApprovalTask.get_task_states_user_can_moderate
    )


def _workable_ids(listed: Callable[..., Any]) -> Callable[..., Any]:
    """“All” in a listing is what the listing showed."""

    @wraps(listed)
    def ids(action: PageBulkAction, parent_id: Any) -> list[int]:
        found = listed(action, parent_id)
        pages = Page.objects.filter(workable(action.request.user), pk__in=list(found))
        return list(pages.values_list("pk", flat=True))

    return ids


def _open_ids(listed: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(listed)
    def ids(action: SnippetBulkAction, parent_id: Any) -> list[Any]:
        rows = rows_of(action.model, action.request.user)
        return list(
            rows.filter(pk__in=list(listed(action, parent_id))).values_list("pk", flat=True)
        )

    return ids


def _to_workable(listed: Callable[..., QuerySet]) -> Callable[..., QuerySet]:
    """Where an old address leads is the name of a page."""

    @wraps(listed)
    def redirects(view: RedirectsView) -> QuerySet:
        leads_on = workable(view.request.user, "redirect_page__") | Q(redirect_page=None)
        return listed(view).filter(leads_on)

    return redirects


def _of_workable(listed: Callable[..., QuerySet]) -> Callable[..., QuerySet]:
    @wraps(listed)
    def queries(view: PromotionsView) -> QuerySet:
        shown = workable(view.request.user, "page__") | Q(page=None)
        picks = SearchPromotion.objects.filter(shown).select_related("page")
        return (
            listed(view).prefetch_related(None).prefetch_related(Prefetch("editors_picks", picks))
        )

    return queries


def _without_deleted(viewable: Callable[..., QuerySet]) -> Callable[..., QuerySet]:
    """Nobody can tell any more whether a page that is gone was closed.

    So its lines are for administrators and for those who did what they tell.
    """

    @wraps(viewable)
    def entries(manager: PageLogEntryManager, user: User) -> QuerySet:
        found = viewable(manager, user)
        if works_on_all(user):
            return found
        return found.filter(Exists(Page.objects.filter(pk=OuterRef("page_id"))) | Q(user=user))

    return entries


def _of_open_rows(viewable: Callable[..., QuerySet]) -> Callable[..., QuerySet]:
    """An entry about a comment or a poll begins with its words."""

    @wraps(viewable)
    def entries(manager: ModelLogEntryManager, user: User) -> QuerySet:
        found = viewable(manager, user)
        if works_on_all(user):
            return found
        for model in models_closed_with_pages():
            is_about = Q(content_type=ContentType.objects.get_for_model(model))
            keys = rows_of(model, user).order_by().values_list(Cast("pk", CharField()), flat=True)
            found = found.filter(~is_about | Q(object_id__in=keys) | Q(user=user))
        return found

    return entries


def _workable_states(moderated: Callable[..., QuerySet]) -> Callable[..., QuerySet]:
    @wraps(moderated)
    def states(task: AbstractGroupApprovalTask, user: User, **kwargs: Any) -> QuerySet:
        return without_barred(moderated(task, user, **kwargs), user, "workflow_state__")

    return states


def without_barred(rows: QuerySet, user: User, prefix: str = "") -> QuerySet:
    """Rows that point to any object, by base content type and key in text, without closed pages."""
    if not barred_paths(user):
        return rows
    barred = Page.objects.exclude(workable(user)).annotate(key=Cast("pk", CharField()))
    return rows.exclude(
        **{
            f"{prefix}base_content_type": get_default_page_content_type(),
            f"{prefix}object_id__in": barred.values("key"),
        }
    )


def keep_workable(user: User, things: Any, page_of: Callable[[Any], Any]) -> list[Any]:
    """Those of a short list whose page, if it is one, this person may work on."""

    def is_workable(thing: Any) -> bool:
        page = page_of(thing)
        return not isinstance(page, Page) or may_work_on(user, page)

    return [thing for thing in things if is_workable(thing)]
