"""How comments and accepted answers are found: what search shows of them and who sees them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from search.page import registry
from search.page.registry import Column, Hit, Kind, Source
from search.page.visibility import among
from social.comments.models import Comment, CommentQuerySet
from social.people.models import User
from social.people.search import departments_of_people
from social.subjects.access import visible_pages

ANSWER = Kind(
    "answer",
    _("Accepted answers"),
    _("Accepted answer"),
    "answer",
    ("odpowiedź",),
    group="answers",
    shows_expertise=True,
    expertise_weight=1.5,
    reason=lambda n: (
        ngettext("gave %(n)d accepted answer", "gave %(n)d accepted answers", n) % {"n": n}
    ),
)
COMMENT = Kind(
    "comment",
    _("Comments"),
    _("Comment"),
    "comment",
    ("komentarz",),
    group="answers",
    shows_expertise=True,
    expertise_weight=0.3,
    reason=lambda n: ngettext("wrote %(n)d comment", "wrote %(n)d comments", n) % {"n": n},
)

# A remark is short, so that one word weighs much in it; what was written to be kept comes first.
COMMENT_WEIGHT = 0.6


def register() -> None:
    registry.register(
        Source(
            name="comment",
            model=Comment,
            kinds=(ANSWER, COMMENT),
            visible_to=visible_to,
            hits=comment_hits,
            columns={
                "kind": Column("accepted_at", kinds_of),
                "author": Column("user_id"),
                "department": Column("user_id", departments_of_people),
                "project": Column("page_id", projects_of),
                "language": Column("language"),
                "date": Column("submit_date"),
            },
            weight=COMMENT_WEIGHT,
            at=comment_at,
        )
    )


def visible_to(reader: User) -> CommentQuerySet:
    """Published comments on pages that the reader sees, whatever else a moderator may read."""
    comments: CommentQuerySet = Comment.objects.visible_to(reader).published()
    return comments


def kinds_of(accepted: Collection[Any]) -> Mapping[Any, str]:
    return {moment: ANSWER.name if moment else COMMENT.name for moment in accepted}


def projects_of(pages: Collection[int]) -> Mapping[int, str]:
    """The project that each page belongs to, as the room of pages says."""
    source = registry.source("page")
    if source is None or "project" not in source.columns:
        return {}
    pks = [pk for pk in pages if pk is not None]
    paths = dict(among(Page.objects.order_by(), pks).values_list("pk", "path"))
    projects = source.columns["project"].values_of(set(paths.values()))
    return {pk: projects[path] for pk, path in paths.items() if path in projects}


def comment_hits(comments: CommentQuerySet, reader: User) -> Iterator[Hit]:
    """Five queries, however many comments.

    The page is named in a version that the reader sees; the one that the comment hangs on may be
    a draft or restricted.
    """
    found = list(
        comments.with_author().select_related("page").prefetch_related("attachments__extracted")
    )
    keys = {comment.page.translation_key for comment in found}
    versions: dict[Any, Page] = {}
    for page in visible_pages(reader, Page.objects.filter(translation_key__in=keys)).order_by("pk"):
        versions.setdefault(page.translation_key, page)
    for comment in found:
        page = versions.get(comment.page.translation_key)
        if page is None:
            continue
        yield Hit(
            pk=comment.pk,
            kind=ANSWER.name if comment.accepted_at else COMMENT.name,
            title=page.title,
            url=comment.get_absolute_url(),
            text="\n".join([comment.plain_text, *texts_of_files(comment)]),
            language=comment.language,
            author=comment.user,
            date=comment.submit_date,
        )


def texts_of_files(comment: Comment) -> Iterator[str]:
    """What the files of a comment are called, show and say."""
    for file in comment.attachments.all():
        yield file.name
        yield file.description
        extracted = getattr(file, "extracted", None)
        if extracted is not None:
            yield extracted.text


def comment_at(path: str) -> Comment | None:
    """The comment that a permanent link leads to."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "comments:permalink":
        return None
    pk = match.args[0] if match.args else match.kwargs.get("pk")
    return Comment.objects.filter(pk=pk).first()
