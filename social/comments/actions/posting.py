"""Writing, editing and deleting comments."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments.signals import comment_was_posted, comment_will_be_posted
from wagtail.models import Page

from ground import languages
from social.activity.actions import record
from social.activity.models import Event, Verb
from social.comments import counts, rules, screening
from social.comments.concerns import raise_concerns
from social.comments.markdown import Rendered, render
from social.comments.models import (
    Attachment,
    Comment,
    ConversationSettings,
    Mention,
    Removal,
    Version,
)
from social.comments.rules import Refused
from social.people.models import User
from social.subjects.keys import kind_of
from social.subjects.pages import canonical_page_id


def post_comment(
    author: User,
    page: Page,
    text: str,
    *,
    parent: Comment | None = None,
    is_question: bool = False,
    attachments: Iterable[Attachment] = (),
    token: UUID | None = None,
    follows: bool | None = None,
) -> Comment:
    """Say something on a page (any language version of it), or in answer to `parent`.

    The caller has made sure that the author sees the page. `token` names one submission: the
    second time it returns the comment of the first. `follows` is the check box "tell me about
    answers"; without it the author's habit holds. Raises Refused.
    """
    known = _posted_already(author, token)
    if known is not None:
        return known
    text = checked_text(text)
    rules.check_may_write(author)
    rules.check_page_is_open(page)
    rules.check_pace(author)
    try:
        with transaction.atomic():
            comment = _build(author, page, text, parent)
            comment.is_question, comment.token = is_question, token
            comment.followup = bool(follows)
            rendered = render(text, author)
            comment.body_html = rendered.html
            findings = screening.screen(author, rendered)
            if any(finding.holds for finding in findings):
                comment.is_public = False
            _ask_moderators(comment)
            comment.save()
            raise_concerns(comment, findings)
            _attach(comment, author, attachments)
            mentioned = _mention(comment, rendered)
            if comment.is_public:
                announce(comment, mentioned, follows)
    except IntegrityError:
        known = _posted_already(author, token)
        if known is None:
            raise
        return known
    return comment


def _posted_already(author: User, token: UUID | None) -> Comment | None:
    return Comment.objects.filter(token=token, user=author).first() if token else None


def checked_text(text: str) -> str:
    """The text without stray characters; raises Refused when there is none or too much."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Refused(_("Write something first."), "empty")
    if len(text) > settings.RYNEK_COMMENT_LENGTH:
        raise Refused(
            _("This is too long for a comment: at most %(limit)d characters. Your text is kept.")
            % {"limit": settings.RYNEK_COMMENT_LENGTH},
            "long",
        )
    return text


def _build(author: User, page: Page, text: str, parent: Comment | None) -> Comment:
    page_id = canonical_page_id(page)
    comment = Comment(
        user=author,
        page_id=page_id,
        content_type_id=page.content_type_id,
        object_pk=str(page_id),
        site_id=settings.SITE_ID,
        comment=text,
        language=languages.active(),
        submit_date=timezone.now(),
    )
    if parent is not None:
        _check_may_answer(parent, page_id)
        comment.parent_id = _place_for_answer(parent)
    return comment


def _check_may_answer(parent: Comment, page_id: int) -> None:
    if parent.page_id != page_id:
        raise Refused(_("That comment is on another page."), "elsewhere")
    if parent.is_removed:
        raise Refused(_("That comment is no longer there. Your text is kept."), "removed")
    rules.check_thread_is_open(parent)


def _place_for_answer(parent: Comment) -> int:
    """The comment below which an answer is put: threads are no deeper than configured."""
    depth = ConversationSettings.current().thread_depth
    place = parent
    while place.level >= depth and place.level > 0:
        place = Comment.objects.get(pk=place.parent_id)
    return place.pk


def _ask_moderators(comment: Comment) -> None:
    """django_comments' hook: a receiver returns False to refuse, or clears `is_public`."""
    answers = comment_will_be_posted.send(sender=Comment, comment=comment, request=None)
    if any(answer is False for _receiver, answer in answers):
        raise Refused(_("This comment was not accepted. Your text is kept."), "refused")


def _attach(comment: Comment, author: User, attachments: Iterable[Attachment]) -> None:
    keys = [attachment.pk for attachment in attachments]
    if keys:
        mine = Attachment.objects.filter(pk__in=keys, uploaded_by=author, comment__isnull=True)
        mine.update(comment=comment, page_id=comment.page_id)


def _mention(comment: Comment, rendered: Rendered) -> list[Mention]:
    """Store whom the text names; returns those who were not named in it before."""
    old = Mention.objects.filter(comment=comment)
    if comment.edited_at is None:
        old = Mention.objects.none()  # just posted: nothing to compare with
    people = set(old.exclude(person=None).values_list("person_id", flat=True))
    teams = set(old.exclude(department=None).values_list("department_id", flat=True))
    new = [Mention(comment=comment, person_id=pk) for pk in sorted(rendered.people - people)]
    new += [
        Mention(comment=comment, department_id=pk) for pk in sorted(rendered.departments - teams)
    ]
    old.exclude(person=None).exclude(person__in=rendered.people).delete()
    old.exclude(department=None).exclude(department__in=rendered.departments).delete()
    return Mention.objects.bulk_create(new)


def announce(
    comment: Comment, mentioned: Iterable[Mention] | None = None, follows: bool | None = None
) -> None:
    """Count the comment in and record what happened; it has just become public."""
    counts.count_in(comment)
    author = comment.user
    if comment.is_root:
        target = kind_of("page").author_of(comment.page)
        verb = Verb.ASKED if comment.is_question else Verb.COMMENTED
        data = {"thread": comment.pk}
    else:
        parent = Comment.objects.select_related("user").get(pk=comment.parent_id)
        target, verb = parent.user, Verb.REPLIED
        data = {"parent": parent.pk, "thread": comment.thread_id}
    if follows is not None:
        data["followup"] = follows
    record(author, verb, comment, target=target, data=data)
    record_mentions(comment, comment.mentions.all() if mentioned is None else mentioned)
    comment_was_posted.send(sender=Comment, comment=comment, request=None)


def record_mentions(comment: Comment, mentions: Iterable[Mention]) -> None:
    """One event for each person or department that was named and has not been told yet."""
    for mention in mentions:
        if mention.person_id == comment.user_id and mention.person_id is not None:
            continue
        data = {"department": mention.department_id} if mention.department_id else {}
        record(comment.user, Verb.MENTIONED, comment, target=mention.person, data=data)


def tell_mentions_held_back(comment: Comment) -> None:
    """Tell those who were named while the comment waited for a community manager."""
    told = Event.objects.filter(subject_kind="comment", subject_id=comment.pk, verb=Verb.MENTIONED)
    people = set(told.values_list("target", flat=True))
    teams = {data.get("department") for data in told.values_list("data", flat=True)}
    fresh = [
        mention
        for mention in comment.mentions.all()
        if (mention.person_id and mention.person_id not in people)
        or (mention.department_id and mention.department_id not in teams)
    ]
    record_mentions(comment, fresh)


def edit_comment(person: User, comment: Comment, text: str) -> Comment:
    """Change one's own words; the earlier ones stay readable. Raises Refused.

    Nobody is told again but those who are newly mentioned.
    """
    text = checked_text(text)
    rules.check_may_write(person)
    rules.check_page_is_open(comment.page)
    if not rules.may_edit(person, comment):
        raise Refused(_("The time for editing this comment is over. Your text is kept."), "late")
    with transaction.atomic():
        comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if text == comment.comment:
            return comment
        Version.objects.create(
            comment=comment,
            text=comment.comment,
            body_html=comment.body_html,
            written_at=comment.edited_at or comment.submit_date,
        )
        rendered = render(text, person)
        findings = screening.screen(person, rendered, is_edit=True)
        comment.comment, comment.body_html = text, rendered.html
        comment.edited_at = timezone.now()
        if comment.is_public and any(finding.holds for finding in findings):
            counts.count_in(comment, -1)
            comment.is_public = False
        comment.save(update_fields=["comment", "body_html", "edited_at", "is_public"])
        raise_concerns(comment, findings)
        new = _mention(comment, rendered)
        if comment.is_published:
            record_mentions(comment, new)
    return comment


def delete_comment(person: User, comment: Comment) -> Comment:
    """Take back one's own words. A trace stays, so that answers keep their place."""
    if not rules.may_delete(person, comment):
        raise Refused(_("Only the author can delete a comment."), "foreign")
    with transaction.atomic():
        comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if comment.is_removed:
            return comment
        if comment.is_public:
            counts.count_in(comment, -1)
        comment.versions.all().delete()
        comment.mentions.all().delete()
        for attachment in comment.attachments.all():
            attachment.delete()
        comment.comment = comment.body_html = ""
        comment.is_removed, comment.removal = True, Removal.DELETED
        comment.removed_at, comment.removed_by = timezone.now(), person
        comment.is_question, comment.accepted_answer = False, None
        comment.save()
    return comment
