"""A solved conversation becomes a guide; what language versions share outlives one of them."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from blog.pages.models import GuideIndexPage, GuidePage, NewsPage, PageAudience
from blog.reading.models import Acknowledgement
from blog.reading.must_read import acknowledge
from social.comments.actions import accept_answer, post_comment
from social.people.audiences import rebuild
from social.reactions.actions import toggle
from social.subjects.access import can_see
from tests.factories import (
    make_audience,
    make_department,
    make_news,
    make_person,
    make_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(employee, colleague):
    page = make_news("Nowe drzwi")
    question = post_comment(employee, page, "Jak otworzyć drzwi w nocy?", is_question=True)
    answer = post_comment(colleague, page, "Kodem 12, potem klamka.", parent=question)
    accept_answer(employee, answer)
    answer.refresh_from_db()
    return page, question, answer


def test_editor_makes_a_guide_of_a_solved_thread_with_credit(
    client_of, editor, employee, colleague, solved
) -> None:
    page, question, answer = solved
    url = reverse("blog:guide-from-thread", args=[answer.pk])
    index = GuideIndexPage.objects.get(locale__language_code="pl")
    client = client_of(editor)
    assert client.get(url).status_code == 200
    response = client.post(url, {"title": "Drzwi w nocy", "parent": index.pk})
    guide = GuidePage.objects.get(title="Drzwi w nocy")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[guide.pk])
    assert not guide.live
    assert list(guide.contributors.all()) == [colleague]
    assert "Drzwi w nocy" not in client_of(employee).get(page.url).content.decode()
    guide.get_latest_revision().publish()
    assert "Drzwi w nocy" in client_of(employee).get(page.url).content.decode()
    text = client_of(employee).get(GuidePage.objects.get(pk=guide.pk).url).content.decode()
    assert "Kodem 12" in text
    assert "Jan Łącki" in text


def test_employees_make_no_guides_of_threads(client_of, employee, solved) -> None:
    url = reverse("blog:guide-from-thread", args=[solved[2].pk])
    assert client_of(employee).get(url).status_code == 403


def test_place_must_be_one_of_those_offered(client_of, editor, solved) -> None:
    page, _question, answer = solved
    url = reverse("blog:guide-from-thread", args=[answer.pk])
    response = client_of(editor).post(url, {"title": "Drzwi", "parent": page.pk})
    assert response.status_code == 200
    assert not GuidePage.objects.exists()


def test_deleting_the_first_language_keeps_restriction_and_evidence(editor) -> None:
    department = make_department()
    member, outsider = make_person(department=department), make_person()
    audience = make_audience(departments=[department])
    rebuild()
    page = make_news("Premia", restricted=True)
    PageAudience.objects.create(page=page, audience=audience)
    NewsPage.objects.get(pk=page.pk).save_revision().publish()
    page = NewsPage.objects.get(pk=page.pk)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    acknowledge(member, page)
    page.delete()
    english = NewsPage.objects.get(pk=english.pk)
    assert Acknowledgement.objects.get().page_id == english.pk
    english.get_latest_revision_as_object().save_revision().publish()
    english = NewsPage.objects.get(pk=english.pk)
    assert can_see(member, english)
    assert not can_see(outsider, english)
    assert english.addressed_audiences.get().audience == audience


def test_a_guide_from_a_question_page_starts_with_the_question(
    client_of, editor, employee, colleague, community_manager
) -> None:
    page = make_question(
        "Where is the EPD for Norway?",
        language="en",
        lead="A customer in Oslo asks for it.",
        owner=employee,
    )
    answer = post_comment(colleague, page, "In the product library, under certificates.")
    also = post_comment(community_manager, page, "The certificates page lists all of them, too.")
    post_comment(editor, page, "I do not know either, sorry about that.")
    accept_answer(employee, answer)
    toggle(employee, also, "helpful")
    url = reverse("blog:guide-from-thread", args=[answer.pk])
    client = client_of(editor)
    place = client.get(url).context["form"].initial["parent"]
    assert GuideIndexPage.objects.get(pk=place).locale.language_code == "en"
    client.post(url, {"title": "EPD", "parent": place})
    guide = GuidePage.objects.get(title="EPD").get_latest_revision_as_object()
    assert guide.lead == "A customer in Oslo asks for it."
    text = str(guide.body)
    assert text.index("product library") < text.index("lists all of them")
    assert "do not know" not in text
    assert set(guide.contributors.all()) == {colleague, community_manager}
