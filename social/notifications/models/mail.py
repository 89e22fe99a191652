"""Mail that goes out, and mail that comes in."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.people.models import User


class MailQuerySet(models.QuerySet["Mail"]):
    def to_send(self, now: datetime) -> MailQuerySet:
        """Waiting mails whose turn has come and that no worker is sending."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(free, state=Mail.State.WAITING)

    def failed(self) -> MailQuerySet:
        """What was given up."""
        return self.filter(state=Mail.State.FAILED)

    def bulk(self) -> MailQuerySet:
        """What goes to many at once: it never keeps a single mail waiting."""
        return self.filter(kind__in=[Mail.Kind.NEWSLETTER, Mail.Kind.QUEUE])

    def single(self) -> MailQuerySet:
        return self.exclude(kind__in=[Mail.Kind.NEWSLETTER, Mail.Kind.QUEUE])


class Mail(models.Model):
    """One mail to one person: the outbox, by which every mail of the house goes.

    Its key, and with it its Message-ID, follows from what it tells, so that making it again
    makes nothing new and sending it again is recognised by mail servers as the same mail.

    It is written when it is sent, from its deliveries or, by its kind, from what it is `about`.
    What other packages write (a new password, Wagtail's workflow) is kept as `content`.
    """

    class Kind(models.TextChoices):
        INSTANT = "instant", _("at once")
        DAILY = "daily", _("daily")
        WEEKLY = "weekly", _("weekly")
        ANSWER = "answer", _("answer to a mail")
        NEWSLETTER = "newsletter", _("newsletter")
        QUEUE = "queue", _("the community managers' week")
        OTHER = "other", _("account, workflow and the like")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("dropped: nothing left to tell")
        FAILED = "failed", _("given up")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="mails",
        null=True,
    )
    address = models.EmailField(
        _("address"),
        blank=True,
        help_text=_("Where it goes when that is not simply to the person."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=80, unique=True)
    answers = models.ForeignKey(
        "notifications.IncomingMail",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
    )
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    # The whole message, for as long as it may still be sent: it can hold a link to an account.
    content = models.JSONField(null=True, blank=True, editable=False)
    # By which an answer to it is told from what it said: the address to answer to, and its lines.
    reply_key = models.CharField(max_length=60, blank=True, editable=False)
    lines = models.TextField(blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["person", "kind"], name="mail_of_person"),
            models.Index(fields=["kind", "about_id"], name="mail_about"),
            models.Index(fields=["reply_key"], condition=~Q(reply_key=""), name="mail_to_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"

    @property
    def recipient(self) -> str:
        """The address that it goes to."""
        return self.address or (self.person.email if self.person else "")


class MailServer(models.Model):
    """That the mail server does not answer, and when it is asked again: nobody hangs on it.

    The row is there only while there is trouble.
    """

    name = models.CharField(max_length=255, unique=True)
    failures = models.PositiveSmallIntegerField(default=1)
    silent_since = models.DateTimeField(default=timezone.now)
    closed_until = models.DateTimeField()
    error = models.CharField(max_length=300)

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mail server in trouble")
        verbose_name_plural = _("mail servers in trouble")

    def __str__(self) -> str:
        return self.name


def held_mail_path(mail: IncomingMail, name: str) -> str:
    """A path that cannot be guessed."""
    return f"mail-held/{uuid.uuid4()}"


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    def of(self, person: User) -> IncomingMailQuerySet:
        """What a person wrote, or what came to an address that was given to them."""
        return self.filter(person=person).order_by("-pk")

    def held_for(self, person: User) -> IncomingMailQuerySet:
        """What this person is asked about."""
        return self.of(person).filter(outcome=IncomingMail.Outcome.HELD)


class IncomingMail(models.Model):
    """A mail that arrived, and what became of it; each Message-ID is handled once."""

    class Outcome(models.TextChoices):
        RECEIVED = "received", _("received")
        COMMENT = "comment", _("became a comment")
        DRAFT = "draft", _("became a draft")
        IGNORED = "ignored", _("ignored")
        BOUNCED = "bounced", _("returned with a reason")
        HELD = "held", _("held back, its writer is asked")
        THROWN = "thrown", _("thrown away by its writer")

    message_id = models.CharField(max_length=255, unique=True)
    sender = models.EmailField(_("sender"), max_length=254, blank=True)
    recipient = models.CharField(_("recipient"), max_length=254, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.RECEIVED
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    subject_kind = models.CharField(max_length=16, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    # What its writer may look at: all of it while it is held back, what is taken for an answer,
    # and what was left out of that. No links that act for somebody are in it.
    text = models.TextField(_("text"), blank=True, editable=False)
    proposal = models.TextField(blank=True, editable=False)
    left_out = models.TextField(_("left out"), blank=True, editable=False)
    ending = models.CharField(max_length=16, blank=True, editable=False)
    file = models.FileField(upload_to=held_mail_path, blank=True, editable=False)
    # What is said to its sender, if anything, in their language.
    answer_subject = models.CharField(max_length=200, blank=True)
    answer_html = models.TextField(blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)

    objects = IncomingMailQuerySet.as_manager()

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["person", "received_at"], name="mail_in_of_person")]
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mails")

    def __str__(self) -> str:
        return f"{self.sender}: {self.outcome}"


class SpaceMailRule(models.Model):
    """Whether mails about a page, and all below it, carry the text or only a link."""

    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    carries_text = models.BooleanField(
        _("mails carry the text"),
        default=False,
        help_text=_("Otherwise mails name who did what, and link to it."),
    )

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rule for mails")
        verbose_name_plural = _("rules for mails")

    def __str__(self) -> str:
        return str(self.page)


class MailDraftQuerySet(models.QuerySet["MailDraft"]):
    def waiting_for(self, person: User) -> MailDraftQuerySet:
        """What this person has yet to check."""
        return self.filter(person=person, page=None)


class MailDraft(models.Model):
    """A forwarded mail that waits for its forwarder to check it and publish it in a space.

    It goes when it is published; when that takes an approval, it waits as `page` for the day on
    which its files may follow.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_drafts"
    )
    space = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("space"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=50_000)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = MailDraftQuerySet.as_manager()

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("draft from a mail")
        verbose_name_plural = _("drafts from mails")

    def __str__(self) -> str:
        return self.title


def draft_file_path(file: MailDraftFile, name: str) -> str:
    """A path that cannot be guessed and says nothing of the file's own name."""
    return f"mail-drafts/{uuid.uuid4()}"


class MailDraftFile(models.Model):
    """What was attached to a forwarded mail. Nobody is served it before it is published."""

    draft = models.ForeignKey(MailDraft, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=draft_file_path)
    name = models.CharField(_("file name"), max_length=160)

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
