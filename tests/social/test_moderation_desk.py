"""What the desk shows to whom."""

import pytest
from django.urls import reverse

from social.comments import actions
from tests.factories import make_news, make_person, restrict
from tests.social.conversation import say
from tests.social.test_comments_moderation import do

pytestmark = pytest.mark.django_db


def test_the_desk_shows_nothing_of_pages_that_its_moderator_does_not_see(
    client_of, community_manager
) -> None:
    member = make_person(groups=["Board"])
    page, open_page = make_news("Fuzja"), make_news("Jawne")
    secret, seen = say(member, page, "Orzechowiec"), say(member, open_page, "Jawne słowa")
    reporter = make_person(groups=["Board"])
    for comment in (secret, seen):
        actions.report(reporter, comment, "unkind")
    restrict(page, "Board")
    client = client_of(community_manager)
    queue = client.get(reverse("comments_moderation:queue"))
    html = queue.content.decode()
    assert "Jawne słowa" in html and "Orzechowiec" not in html
    assert [total for _key, _label, total in queue.context["kinds"]] == [1]
    assert "(1)" in html and "(2)" not in html
    desk = reverse("comments_moderation:comment", args=[secret.pk])
    assert client.get(desk).status_code == 404
    assert do(client, secret, "hide", reason="Powód").status_code == 404
    with pytest.raises(actions.Refused):
        actions.move_branch(community_manager, seen, page)
    administrator = make_person(is_superuser=True)
    assert client_of(administrator).get(desk).status_code == 200


def test_the_desk_says_in_words_what_was_done(client_of, employee, community_manager) -> None:
    comment = say(employee, make_news(), "Źle")
    client = client_of(community_manager)
    do(client, comment, "hide", reason="Obraża")
    desk = client.get(reverse("comments_moderation:comment", args=[comment.pk])).content.decode()
    assert "Obraża" in desk and "bound method" not in desk
