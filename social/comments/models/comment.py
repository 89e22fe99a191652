"""The comment: django-comments-xtd's row and ours."""

from datetime import datetime
from html import unescape
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment, XtdCommentManager
from wagtail.search import index

from ground import languages
from social.comments.models.conversation import Policy
from social.comments.rights import may_moderate
from social.comments.threads import LockedMixin
from social.subjects.access import Person
from social.subjects.deletion import keep_with_other_language
from social.subjects.pages import any_version_visible

EXCERPT_LENGTH = 140


class Removal(models.TextChoices):
    """Why a comment is only a trace in its thread."""

    NONE = "", _("not removed")
    DELETED = "deleted", _("deleted by its author")
    HIDDEN = "hidden", _("hidden by a community manager")


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> Self:
        """Those that are neither removed nor waiting for a community manager."""
        return self.filter(is_public=True, is_removed=False)

    def on_visible_pages(self, user: Person) -> Self:
        """Those on pages of which the person sees some language version, traces included.

        Where comments are switched off there are none.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(any_version_visible(user, "page")).exclude(Policy.hiding("page"))

    def visible_to(self, user: Person) -> Self:
        """Comments whose words this person may read. The one place that decides it.

        Everybody reads published ones on pages that they see; a waiting comment is read by its
        author, and community managers read waiting and hidden ones too.
        """
        if not user.is_authenticated:
            return self.none()
        comments = self.on_visible_pages(user)
        if may_moderate(user):
            return comments.exclude(removal=Removal.DELETED)
        mine = Q(user_id=user.pk, is_removed=False)
        return comments.filter(Q(is_public=True, is_removed=False) | mine)

    def roots(self) -> Self:
        return self.filter(root__isnull=True)

    def questions(self) -> Self:
        return self.filter(is_question=True)

    def unanswered(self) -> Self:
        """Questions without an accepted answer that is there for everybody."""
        gone = Q(accepted_answer__is_removed=True) | Q(accepted_answer__is_public=False)
        return self.questions().filter(Q(accepted_answer__isnull=True) | gone)

    def with_author(self) -> Self:
        """With all that a byline shows."""
        return self.select_related("user", "user__department", "user__level")


class CommentManager(XtdCommentManager.from_queryset(CommentQuerySet)):  # type: ignore[misc]
    """django-comments-xtd's manager without its joins and order on every query."""

    def get_queryset(self) -> CommentQuerySet:
        return CommentQuerySet(self.model, using=self._db)


class Comment(index.Indexed, LockedMixin, XtdComment):
    """What a person said on a page, as a root or in answer to another comment.

    From django-comments-xtd: `user` (the author; None when they left and were made anonymous),
    `comment` (the text as written), `submit_date`, `is_public` (False while it waits for a
    community manager), `is_removed` (only a trace is shown), and the place in the thread:
    `thread_id` (the root's id), `parent_id` (its own id for a root), `level`, `order` and
    `nested_count` (comments below it).
    """

    xtdcomment_ptr = models.OneToOneField(
        XtdComment,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="rynek_comment",
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=keep_with_other_language,
        related_name="conversation_comments",
        help_text=_("The version that existed first, when the page has several languages."),
    )
    root = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="branch"
    )
    body_html = models.TextField(editable=False)
    language = models.CharField(max_length=8, choices=languages.choices, blank=True)
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)

    is_question = models.BooleanField(_("question"), default=False)
    accepted_answer = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_question"
    )
    accepted_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when this is the accepted answer.")
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers_accepted",
    )
    helpful_count = models.PositiveIntegerField(default=0, editable=False)

    is_locked = models.BooleanField(
        default=False, help_text=_("On a root: nobody answers in this thread any more.")
    )
    removal = models.CharField(max_length=8, choices=Removal.choices, blank=True, default="")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments_removed",
    )
    removal_reason = models.CharField(max_length=500, blank=True)

    objects = CommentManager()

    # Set while a screen is put together; see `social.comments.conversation`.
    is_new: bool = False
    answers_to: "Comment | None" = None
    question: "Comment | None" = None
    root_is_locked: bool = False
    is_answered: bool = False
    closed_because: str = ""
    appealed: str = ""  # "waits" or "answered"; see `social.comments.states`
    has_files: bool = True  # unless it is known that there are none

    # A page's "used by" list is not about what people say below it.
    wagtail_reference_index_ignore = True
    search_fields = [
        index.SearchField("plain_text"),
        index.SearchField("question_and_answer", boost=2),
        index.RelatedFields(
            "attachments",
            [
                index.SearchField("name"),
                index.SearchField("description"),
                index.RelatedFields("extracted", [index.SearchField("text", role="attachment")]),
            ],
        ),
        index.FilterField("page_id"),
        index.FilterField("user_id"),
        index.FilterField("submit_date"),
        index.FilterField("language"),
        index.FilterField("is_question"),
        index.FilterField("accepted_at"),
    ]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", "Can moderate comment")]
        indexes = [
            models.Index(fields=["page", "root", "xtdcomment_ptr"], name="comment_page_threads"),
            models.Index(
                fields=["page", "root", "helpful_count", "xtdcomment_ptr"],
                name="comment_page_helpful",
            ),
            models.Index(
                fields=["is_question", "accepted_answer"],
                name="comment_open_questions",
                condition=Q(is_question=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(removal="", removed_at__isnull=True)
                | (~Q(removal="") & Q(removed_at__isnull=False)),
                name="comment_removal_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(accepted_answer__isnull=True) | Q(is_question=True),
                name="comment_only_questions_have_answers",
            ),
        ]

    def __str__(self) -> str:
        return self.excerpt

    @classmethod
    def get_indexed_objects(cls) -> CommentQuerySet:
        comments: CommentQuerySet = cls.objects.published()
        return comments.with_author().select_related("page")

    def get_indexed_instance(self) -> Self | None:
        return self if self.is_public and not self.is_removed else None

    def get_search_language(self) -> str:
        return self.language

    def get_search_date(self) -> datetime:
        moment: datetime = self.submit_date
        return moment

    def get_search_authority(self) -> float:
        """An accepted answer counts in full; a comment that helped people somewhat."""
        return 1.0 if self.accepted_at else min(self.helpful_count, 5) / 10

    @property
    def plain_text(self) -> str:
        """The text without markup, for search, excerpts and mails."""
        text = strip_tags(self.body_html.replace("</p>", "</p>\n"))
        return unescape(text).strip()  # places that show it escape it again

    @property
    def question_and_answer(self) -> str:
        """For an accepted answer: the question and the answer, so that either finds it first."""
        if not self.accepted_at:
            return ""
        questions = Comment.objects.filter(accepted_answer=self.pk)
        asked = [question.plain_text for question in questions]
        if not asked and self.page_id:
            asked = [self.page.title]
        return "\n".join([*asked, self.plain_text])

    @property
    def excerpt(self) -> str:
        """The beginning of the text on one line."""
        return Truncator(" ".join(self.plain_text.split())).chars(EXCERPT_LENGTH)

    @property
    def quotation(self) -> str:
        """The text as the beginning of an answer: each line quoted, with who said it."""
        author = f"**{self.user}**:\n" if self.user else ""
        lines = f"{author}{self.comment}".splitlines()
        return "".join(f"> {line}\n" for line in lines) + "\n"

    @property
    def is_root(self) -> bool:
        return self.root_id is None

    @property
    def is_waiting(self) -> bool:
        return not self.is_public

    @property
    def is_hidden(self) -> bool:
        return self.removal == Removal.HIDDEN

    @property
    def is_deleted(self) -> bool:
        return self.removal == Removal.DELETED

    @property
    def is_published(self) -> bool:
        return self.is_public and not self.is_removed

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    def get_absolute_url(self, anchor_pattern: str = "") -> str:
        """The permanent link; it leads to the right place of the conversation."""
        return reverse("comments:permalink", args=[self.pk])

    def descendants(self) -> CommentQuerySet:
        """The comments below this one, in order. Two queries.

        In a thread, everything from this comment up to the next of its level or above.
        """
        thread = Comment.objects.filter(thread_id=self.thread_id, order__gt=self.order)
        end: int | None = thread.filter(level__lte=self.level).aggregate(end=models.Min("order"))[
            "end"
        ]
        if end is not None:
            thread = thread.filter(order__lt=end)
        ordered: CommentQuerySet = thread.order_by("order")
        return ordered

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is None and self.parent_id and self.root_id is None:
            parents = Comment.objects.filter(pk=self.parent_id)
            self.root_id = parents.values_list("thread_id", flat=True).get()
        super().save(*args, **kwargs)
