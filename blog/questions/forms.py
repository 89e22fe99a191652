"""The form with which anybody asks a question."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from social.people.models import User
from social.subjects.models import Topic


class QuestionForm(forms.Form):
    title = forms.CharField(
        label=_("What do you want to know?"),
        max_length=200,
        min_length=8,
        help_text=_("One sentence, as you would ask a colleague."),
    )
    text = forms.CharField(
        label=_("What should one know to answer?"),
        required=False,
        max_length=settings.RYNEK_COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you have tried, where you looked, by when you need it."),
    )
    topics = forms.CharField(
        label=_("Topics"),
        required=False,
        max_length=200,
        help_text=_("Separated by commas, such as: holidays, remote work."),
    )
    to_leadership = forms.BooleanField(
        label=_("This is a question to the board"),
        required=False,
        help_text=_("A named leader answers, for all to see."),
    )
    addressed_to = forms.ModelChoiceField(
        label=_("Who should answer?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Whoever of the board knows best"),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        leaders = User.objects.active().filter(level__is_board=True)
        self.fields["addressed_to"].queryset = leaders  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_topics(self) -> list[Topic]:
        """Topics that the person knows by these names; a question does not make new ones."""
        names = [name.strip().lstrip("#") for name in self.cleaned_data["topics"].split(",")]
        found = []
        for name in filter(None, names[:8]):
            topic = Topic.objects.visible_to(self.person).filter(name__iexact=name).first()
            if topic is not None:
                found.append(topic)
        return found
