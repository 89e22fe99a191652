"""Authors hear of moderation, with the reason, in their inbox."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from social.activity.messages import sentence_of
from social.activity.models import Event, Verb
from social.comments import actions
from social.notifications.models import Notice
from tests.factories import make_news
from tests.social.conversation import say

pytestmark = pytest.mark.django_db


def told(person) -> list[str]:
    return [sentence_of(event) for event in Event.objects.filter(verb=Verb.TOLD, target=person)]


def test_author_of_a_hidden_comment_hears_the_reason(
    employee, community_manager, django_capture_on_commit_callbacks
) -> None:
    comment = say(employee, make_news(), "To bzdura!")
    with django_capture_on_commit_callbacks(execute=True):
        actions.hide(community_manager, comment, "Obraża autora")
    assert len(told(employee)) == 1
    assert "Obraża autora" in told(employee)[0]
    assert Notice.objects.filter(person=employee, event__verb=Verb.TOLD).exists()
    actions.approve(community_manager, comment)
    assert len(told(employee)) == 2


def test_warned_and_paused_people_hear_why_and_until_when(employee, community_manager) -> None:
    comment = say(employee, make_news())
    actions.warn(community_manager, employee, "Spokojniej, proszę", comment=comment)
    until = timezone.now() + timedelta(days=2)
    actions.pause(community_manager, employee, "Drugi raz", until=until, comment=comment)
    warned, paused = told(employee)
    assert "Spokojniej, proszę" in warned
    assert "Drugi raz" in paused
    assert date_format(timezone.localtime(until), "j E, H:i") in paused


def test_who_appealed_in_vain_hears_that_it_stays_hidden(employee, community_manager) -> None:
    comment = actions.hide(community_manager, say(employee, make_news()), "Nie na temat")
    actions.appeal(employee, comment, "Było na temat")
    actions.keep_hidden(community_manager, comment, "Jednak nie")
    assert "Jednak nie" in told(employee)[-1] and len(told(employee)) == 2
