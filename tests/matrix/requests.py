"""Asking every address as one role, each request rolled back."""

import copy
import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from tests.matrix.answers import said
from tests.matrix.places import fillings, questions
from tests.matrix.routes import Route, all_routes, fill
from tests.matrix.secrets import CONTROLS

# There to fail, ending the session that asks, or telling of services that no test runs.
LEFT_OUT = {"wagtailadmin_logout", "wagtailadmin_error_test", "logout", "healthz"}
# A form that finds in it what it asks for: what a POST needs to get past the form.
FORM = {
    "restriction_type": "none", "title": "x", "name": "x", "slug": "x", "text": "x",
    "comment": "x", "reason": "x", "note": "x", "words": "x", "level": "everything",
    "choice": "1", "option": "1", "kind": "like", "state": "done", "verdict": "helpful",
    "next": "/", "confirm": "on", "version": "1", "person": "1", "when": "tomorrow",
    "action-publish": "1", "key": "x", "deed": "done",
}  # fmt: skip
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# What is told of lines in the queue is worked out again, for the whole house.
COUNTS_ANEW = {"/community/refresh/"}
# What anybody's request may write: it says nothing of what is closed.
OWN_TABLES = ("django_session", "search_page_asked", "people_throttle", "sign_in")


# What not even an administrator reaches here, each with a test of its own.
UNREACHED = (
    ("calendar/", "behind a secret key"),
    ("events/feed/", "behind a secret key"),
    ("notifications/link/", "a signed link"),
    ("notifications/mail-in/", "only the mail provider knows its secret"),
    ("sign-in/sso/", "no identity provider is configured"),
    ("sign-in/as/", "only in a demo"),
    ("admin/^.*/$", "says 404 to whatever is not there"),
    ("admin/api/main/^documents/find/", "leads on to what the query finds"),
    ("admin/api/main/^images/find/", "leads on to what the query finds"),
    ("admin/api/main/^pages/find/", "leads on to what the query finds"),
    ("admin/documents/multiple/create_from", "needs an upload that is under way"),
    ("admin/documents/multiple/delete_upload", "needs an upload that is under way"),
    ("admin/images/multiple/create_from", "needs an upload that is under way"),
    ("admin/images/multiple/delete_upload", "needs an upload that is under way"),
    ("admin/images/<int:image_id>/generate_url", "the generator of addresses is switched off"),
    ("admin/api/main/^pages/<int:pk>/action/", "takes JSON"),
    ("admin/files/closed/<slug:kind>", "needs a file that is kept closed by hand"),
    ("proposals/<int:pk>/", "its author goes on with a proposal that came back"),
    ("community/reports/new/", "needs a month that has been counted"),
    ("onboarding/<int:pk>/steps/", "needs a path with steps"),
    ("admin/block-preview/", "needs the name of a block"),
    ("admin/conversation/comments/<row:pk>/undo/", "needs a move that is undone"),
    ("admin/editing-sessions/ping/", "needs a session of one's own"),
    ("admin/translation/submit/snippet/", "no snippet is translated"),
    ("admin/pages/<int:page_id>/workflow_history/detail/", "needs a state of that very page"),
    ("comments/<row:pk>/appeal/", "the author of a hidden comment appeals once"),
    ("community/me/", "needs a hint that is one's own"),
    ("community/nominate/", "needs somebody who may be nominated"),
    ("community/pulse/", "no pulse is open"),
    ("community/queue/<int:pk>/draft/", "needs a line that comes with a draft"),
    ("community/volunteers/<int:pk>/", "needs a volunteer whom the planner proposes"),
    ("admin/password_reset/", "leads to our own"),
    ("admin/redirects/import/process/", "needs a file that was just uploaded"),
    ("documents/authenticate_with_password/", "there are no shared passwords"),
    ("pl/_util/authenticate_with_password/", "there are no shared passwords"),
)


class _Undo(Exception):
    """Rolls a request back."""


class Walk:
    """One role's requests, and what they gave away: lines to read in a failing test."""

    def __init__(self, world: Any, role: str) -> None:
        self.world, self.role = world, role
        self.client = world.clients[role]
        self._cookies = copy.deepcopy(self.client.cookies)
        self.kept = [] if role in CONTROLS else world.secrets.kept_from(role)
        self.count = 0
        self.reached: set[str] = set()
        self.wrote: set[str] = set()
        self.shown: list[str] = []
        self.written: list[str] = []
        self.broken: list[str] = []
        self.unfilled: list[str] = []
        self._statements: list[str] = []

    def read_everything(self) -> None:
        for route, address in self.addresses():
            self._ask(route, "get", address)
            for query in questions(self.world, route.pattern):
                self._ask(route, "get", address + query)

    def write_everything(self) -> None:
        """Without a row that one may not see changing, vanishing or being pointed at."""
        before = self._closed_rows()
        for route, address in self.addresses():
            self._ask(route, "post", address, before)

    def addresses(self) -> Iterator[tuple[Route, str]]:
        for route in all_routes():
            if route.name.split(":")[-1] in LEFT_OUT:
                continue
            try:
                for values in fillings(self.world, route):
                    yield route, fill(route, values)
            except KeyError as missing:
                self.unfilled.append(f"{route.pattern}: {missing}")

    def _ask(self, route: Route, method: str, address: str, before: Any = None) -> None:
        self.count += 1
        self._statements.clear()
        self.sign_in_again()
        data = FORM if method == "post" else {}
        try:
            with transaction.atomic(), connection.execute_wrapper(self._note):
                response = (
                    getattr(self.client, method)(address, data)
                    if data
                    else self.client.get(address)
                )
                text = said(response)
                if self._statements and before is not None:
                    self._compare(address, before)
                raise _Undo
        except _Undo:
            pass
        line = f"{method.upper()} {address} {response.status_code}"
        if response.status_code < 400 or response.status_code in {400, 422}:  # a form refused
            self.reached.add(route.pattern)
        if response.status_code >= 500:
            self.broken.append(line)
        asked = address.lower()  # who asks for an address knows the words in it
        self.shown += [f"{line}: {w}" for w in self.kept if w in text and w not in asked]

    def sign_in_again(self) -> None:
        """Some addresses end the session."""
        self.client.cookies = copy.deepcopy(self._cookies)

    def _note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and not any(t in sql for t in OWN_TABLES):
            self._statements.append(sql)
        return execute(sql, params, many, context)

    def _compare(self, address: str, before: dict[str, str]) -> None:
        after = self._closed_rows()
        if address in COUNTS_ANEW:
            return
        changed = sorted(key for key in before | after if before.get(key) != after.get(key))
        if changed:
            self.written.append(f"POST {address} wrote {changed[:4]}")

    def _closed_rows(self) -> dict[str, str]:
        """A digest of every planted row that this role may not change, and of what restricts."""
        rows = dict(self._pointers())
        for model, planted in self.world.rows.items():
            if model is not Page:
                for values in model._default_manager.filter(
                    pk__in=[row.pk for row in planted if self._is_kept(row)]
                ).values(*self._columns(model)):
                    pk = next(iter(values.values()))
                    rows[f"{model.__name__} {pk}"] = _digest(values)
        for values in PageViewRestriction.objects.values():
            rows[f"restriction {values['id']}"] = _digest(values)
        return rows

    @staticmethod
    def _columns(model: type[Model]) -> list[str]:
        """All but rich bodies, whose every change makes a revision."""
        fields = model._meta.concrete_fields
        return [f.attname for f in fields if not isinstance(f, StreamField)]

    def _pointers(self) -> Iterator[tuple[str, str]]:
        """How many rows of each kind hang on the pages that this role may not see."""
        closed = [page.pk for page in self.world.rows[Page] if self._is_kept(page)]
        for model in set(apps.get_models()) - {SearchPromotion}:  # who may promote sees all of them
            for key in model._meta.concrete_fields:
                target = key.related_model
                if key.is_relation and isinstance(target, type) and issubclass(target, Page):
                    pages = model._default_manager.filter(**{f"{key.attname}__in": closed})
                    yield f"{model.__name__}.{key.name} on closed pages", str(pages.count())

    def _is_kept(self, row: Model) -> bool:
        """Whether a row holds a word that is kept from this role."""
        text = " ".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)
        return any(word in text for word in self.kept)


def _digest(values: dict[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()


def unreached(walks: list[Walk], routes: list[Route]) -> list[str]:
    """Routes that nobody reached: their silence proves nothing."""
    reached = set().union(*(walk.reached for walk in walks))
    return sorted(
        route.pattern
        for route in routes
        if route.pattern not in reached
        and route.name.split(":")[-1] not in LEFT_OUT
        and not route.pattern.startswith(tuple(start for start, _reason in UNREACHED))
    )
