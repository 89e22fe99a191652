"""Polls: a question with options, put on any page by a block."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from blog.polls.forms import PollForm

__all__ = ["Ballot", "Poll", "PollOption", "PollVote"]


class Poll(ClusterableModel):
    """A question with options. In an anonymous poll, who voted and what was voted for are
    stored apart: a list of people, and a number beside each option."""

    question = models.CharField(_("question"), max_length=250)
    question_en = models.CharField(_("question in English"), max_length=250, blank=True)
    is_multiple = models.BooleanField(_("more than one answer allowed"), default=False)
    is_anonymous = models.BooleanField(
        _("anonymous"),
        default=True,
        help_text=_("Stored so that nobody, administrators included, can tell who chose what."),
    )
    closes_at = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("An anonymous poll needs a day: its results appear when it has closed."),
    )

    panels = [
        FieldPanel("question"),
        FieldPanel("question_en"),
        InlinePanel("options", heading=_("options"), label=_("option"), min_num=2),
        FieldPanel("is_multiple"),
        FieldPanel("is_anonymous"),
        FieldPanel("closes_at"),
    ]

    base_form_class = PollForm

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("poll")
        verbose_name_plural = _("polls")

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        return self.closes_at is None or self.closes_at > timezone.now()

    @property
    def has_votes(self) -> bool:
        return self.pk is not None and Ballot.objects.filter(poll=self).exists()

    def clean(self) -> None:
        super().clean()
        if self.is_anonymous and self.closes_at is None:
            raise ValidationError(
                {
                    "closes_at": _(
                        "Say when the poll closes: results of anonymous polls appear then."
                    )
                }
            )
        if not self.has_votes:
            return
        before = Poll.objects.get(pk=self.pk)
        errors = {
            name: _("People have voted under the stated rule already.")
            for name in ("is_anonymous", "is_multiple")
            if getattr(before, name) != getattr(self, name)
        }
        if before.is_anonymous and not before.is_open and self.closes_at != before.closes_at:
            # One more vote and a second result would tell what it was.
            errors["closes_at"] = _("An anonymous poll that has closed cannot be opened again.")
        if errors:
            raise ValidationError(errors)


class PollOption(Orderable):
    poll = ParentalKey(Poll, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(_("text"), max_length=200)
    text_en = models.CharField(_("text in English"), max_length=200, blank=True)
    anonymous_votes = models.PositiveIntegerField(default=0, editable=False)

    panels = [FieldPanel("text"), FieldPanel("text_en")]

    class Meta(Orderable.Meta):
        verbose_name = _("option")
        verbose_name_plural = _("options")

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """That a person voted in a poll; not what for."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ballots"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="vote_once_in_a_poll")
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}:{self.person_id}"


class PollVote(models.Model):
    """A vote in a poll with names. An anonymous poll has none of these."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "option"], name="vote_for_an_option_once")
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}:{self.option_id}"
