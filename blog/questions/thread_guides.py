"""A solved conversation becomes a guide, with credit to those who answered."""

from typing import Any

from django.db import transaction
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from blog.pages.canonical import canonical_of
from blog.pages.models import GuideIndexPage, GuidePage
from blog.questions.models import QuestionPage
from social.comments.models import Comment
from social.people.models import User
from social.subjects.access import visible_pages


def _accepted(comment: Comment) -> Comment | None:
    root = comment.root or comment
    if root.accepted_answer and root.accepted_answer.is_published:
        return root.accepted_answer
    if comment.accepted_at and comment.is_published:
        return comment
    conversation = getattr(comment.page, "conversation", None)
    return conversation.shown_answer if conversation else None


def may_add(user: User) -> bool:
    """Whether this person may add pages anywhere. No query for those whom the admin does not let in."""
    may_enter = user.has_perm("wagtailadmin.access_admin")
    return may_enter and bool(page_permission_policy.user_has_permission(user, "add"))


def parents_for(user: User) -> list[Page]:
    """Sections and guides below which this person may add a guide, in the order of the tree."""
    pages = visible_pages(user, Page.objects.type(GuideIndexPage, GuidePage)).select_related(
        "locale"
    )
    chosen = pages.order_by("path").specific()
    return [page for page in chosen if page.permissions_for_user(user).can_add_subpage()]


@transaction.atomic
def draft_guide(user: User, comment: Comment, parent: Page, title: str) -> Any:
    """A draft below `parent` with the question, the answer and what else helped."""
    accepted = _accepted(comment)
    root = comment.root or comment
    page = comment.page.specific
    # On the page of a question each thread is an answer; elsewhere a thread starts with one.
    is_answer = isinstance(page, QuestionPage) and not root.is_question
    threads = Comment.objects.filter(page=comment.page) if is_answer else root.descendants()
    answers = [accepted] if accepted else []
    helpful = threads.published().filter(helpful_count__gt=0)
    answers += [answer for answer in helpful if accepted is None or answer.pk != accepted.pk]
    guide = GuidePage(
        title=title,
        lead=_question(page) if is_answer else root.excerpt[:600],
        body=[("text", _text(answer)) for answer in answers],
        owner=user,
        author=user,
        live=False,
        locale=parent.locale,
        written_from=canonical_of(comment.page),
        written_from_comment=root.pk,
    )
    guide.contributors = list({answer.user for answer in answers if answer.user})
    parent.add_child(instance=guide)
    guide.save_revision(user=user, log_action=True)
    return guide


def _question(page: QuestionPage) -> str:
    """What was asked, on one line."""
    details = " ".join(page.body.stream_block.get_searchable_content(page.body))
    words = " ".join(f"{page.lead} {details}".split()) or page.title
    return Truncator(words).chars(600)


def place_for(comment: Comment, parents: list[Page]) -> Page:
    """Where a guide from this conversation is first offered to go: in its language."""
    language = comment.page.locale_id
    return next((page for page in parents if page.locale_id == language), parents[0])


def _text(answer: Comment) -> str:
    """What was said, as rich text, with who said it."""
    return str(
        format_html(
            "{}<p><i>{}</i></p>",
            SafeString(answer.body_html),
            _("Answered by %(name)s") % {"name": answer.user or _("a former colleague")},
        )
    )


def guides_from(page: Page, user: User) -> list[Page]:
    """Guides written from the conversation on this page that the reader may see. One query."""
    source = canonical_of(page)
    found = GuidePage.objects.filter(written_from_id=source.pk).visible_to(user)
    return list(found.select_related("locale"))
