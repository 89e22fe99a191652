"""Who sees which document or picture of the library. The one place that decides it.

A file is seen where it is shown: by those who see a page that uses it. What is used only where
one may not look does not exist for one. A file that only drafts and older revisions use, or that
somebody uploaded and nothing uses yet, is seen by whoever uploaded it and by the editors of its
collection. Beside that, a file that nothing uses follows its collection: one restricted to groups
shows it to the people of these groups, and an open one shows to everybody what nobody uploaded by
hand. Restrictions of collections hold in any case.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from social.files.models import FileUse
from social.people.models import User
from social.subjects.access import (
    Person,
    closed_paths,
    outside,
    page_filter,
    restricted_paths,
    rows_passed_by,
)

EDITORS = ("choose", "change", "delete")

# Models beside pages whose files are for everybody who is signed in: "app_label.model_name".
_for_everybody: set[str] = set()


def show_to_everybody(model: str) -> None:
    """Files that objects of this model show, such as a logo, are for all who are signed in."""
    _for_everybody.add(model)


def visible_files(user: Person, model: type[Model]) -> QuerySet[Any]:
    """Documents or pictures (of class `model`) that this person may see; composes."""
    files: QuerySet[Any] = model._default_manager.all()
    if not user.is_active:
        return files.none()
    if user.is_superuser:
        return files
    return files.filter(file_filter(user, model))


def findable_files(user: Person, model: type[Model]) -> QuerySet[Any]:
    """Those of the visible files that search may name.

    What stands nowhere and belongs to nobody may be had by its address, but is not looked for.
    """
    return visible_files(user, model).exclude(_stray(model))


def may_see_file(user: Person, file: Model) -> bool:
    """Whether this person may see this document or picture. One query of its own."""
    return visible_files(user, type(file)).filter(pk=file.pk).exists()


def file_filter(user: User, model: type[Model]) -> Q:
    """`visible_files` as a filter on a queryset of files.

    Four short queries at most, each once a request: closed pages, collections, and rights.
    """
    passed, closed = _restricted_collections(user)
    seen = Q(_shown(model, page_filter(user))) | Q(uploaded_by_user=user)
    unused = ~Q(_used(model))
    editors = _collections_of_editor(user, model)
    if editors:
        seen |= Q(collection__in=editors) & (
            Q(_standing(model, outside(closed_paths(user)))) | unused
        )
    seen |= _stray(model)
    if passed:
        seen |= _below(passed) & unused
    return seen & ~_below(closed) if closed else seen


def kept_closed(model: type[Model]) -> QuerySet[Any]:
    """Files that no page shows now and that a closed page, deleted or not, has shown."""
    open_to_all = outside(restricted_paths())
    page = Page.objects.order_by().filter(open_to_all, pk=OuterRef("page_id"))
    closing = _uses(model).filter(~Exists(page))
    shown = _references(model).exclude(page_key=None)
    return model._default_manager.filter(Exists(closing), ~Exists(shown))


def _stray(model: type[Model]) -> Q:
    """Files that nothing uses and nobody uploaded by hand."""
    return Q(uploaded_by_user=None) & ~Q(_used(model))


def is_for_everybody(model: type[Model]) -> Exists:
    """An annotation for files: everybody who is signed in sees a page that shows it."""
    return _shown(model, Q(live=True) & outside(restricted_paths()))


def _references(model: type[Model]) -> QuerySet[ReferenceIndex]:
    """Rows of Wagtail's index that lead to the file of the outer query.

    What the row belongs to is asked in a CASE, not in the WHERE: there it would make SQLite take
    the index of the wrong end, and PostgreSQL would cast keys that are no numbers.
    """
    kind = ContentType.objects.get_for_model(model)
    of_page = ContentType.objects.get_for_model(Page)
    names = [name.split(".") for name in sorted(_for_everybody)]
    open_kinds = [ContentType.objects.get_by_natural_key(*name).pk for name in names]
    rows = ReferenceIndex.objects.order_by().filter(
        to_content_type=kind, to_object_id=Cast(OuterRef("pk"), CharField())
    )
    return rows.annotate(
        page_key=Case(
            When(base_content_type=of_page, then=Cast("object_id", BigIntegerField())),
            default=None,
            output_field=BigIntegerField(),
        ),
        for_everybody=Case(When(base_content_type__in=open_kinds, then=Value(1)), default=Value(0)),
    )


def _shown(model: type[Model], pages: Q) -> Exists:
    """The file stands on one of the live `pages`, or on something that is for everybody."""
    page = Page.objects.order_by().filter(pages, pk=OuterRef("page_key"))
    return Exists(_references(model).filter(Q(for_everybody=1) | Q(Exists(page))))


def _standing(model: type[Model], pages: Q) -> Q:
    """One of `pages`, live or not, shows the file or has shown it."""
    page = Page.objects.order_by()
    now = _references(model).filter(Exists(page.filter(pages, pk=OuterRef("page_key"))))
    ever = _uses(model).filter(Exists(page.filter(pages, pk=OuterRef("page_id"))))
    return Q(Exists(now)) | Q(Exists(ever))


def _used(model: type[Model]) -> Q:
    """Some page shows the file or has shown it, whoever sees that page."""
    now = _references(model).exclude(page_key=None)
    return Q(Exists(now)) | Q(Exists(_uses(model)))


def _uses(model: type[Model]) -> QuerySet[FileUse]:
    kind = ContentType.objects.get_for_model(model)
    uses = FileUse.objects.order_by().filter(file_type=kind, file_id=OuterRef("pk"))
    return uses.filter(freed_at=None)


def _collections_of_editor(user: User, model: type[Model]) -> list[int]:
    """Keys of the collections in which this person works with files of this kind."""
    known: dict[type[Model], list[int]] = user.__dict__.setdefault("_editors_collections", {})
    if model not in known:
        policy = CollectionOwnershipPermissionPolicy(model, owner_field_name="uploaded_by_user")
        collections = policy.collections_user_has_any_permission_for(user, EDITORS)
        known[model] = list(collections.values_list("pk", flat=True))
    return known[model]


def closed_collections(user: User) -> list[str]:
    """Paths of restricted collections that do not open for this person. At most one query."""
    return _restricted_collections(user)[1]


def _restricted_collections(user: User) -> tuple[list[str], list[str]]:
    """Paths of restricted collections that open for this person, and of those that do not.

    One query, remembered on the person, who lives as long as the request.
    """
    known: tuple[list[str], list[str]] | None = getattr(user, "_collection_paths", None)
    if known is None:
        passing = CollectionViewRestriction.objects.filter(rows_passed_by(user), pk=OuterRef("pk"))
        rows = CollectionViewRestriction.objects.exclude(
            restriction_type=CollectionViewRestriction.LOGIN
        ).annotate(passes=Exists(passing))
        passed: list[str] = []
        closed: list[str] = []
        for path, passes in rows.values_list("collection__path", "passes"):
            (passed if passes else closed).append(path)
        known = passed, closed
        user._collection_paths = known
    return known


def _below(paths: list[str]) -> Q:
    return reduce(or_, (Q(collection__path__startswith=path) for path in paths))
