"""Questions and their answers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from social.activity.actions import record
from social.activity.models import Verb
from social.comments import counts, rules
from social.comments.models import Comment, Conversation
from social.comments.rules import Refused
from social.people.models import User
from social.subjects.pages import canonical_page_id


def question_of(answer: Comment) -> Comment | Conversation | None:
    """What this comment could be the answer to: the question above it, else the page's own."""
    if not answer.is_root:
        above = Comment.objects.filter(
            thread_id=answer.thread_id, order__lt=answer.order, level__lt=answer.level
        )
        question = above.filter(is_question=True).order_by("-order").first()
        if question is not None and question.descendants().filter(pk=answer.pk).exists():
            return question
    return Conversation.objects.filter(page_id=answer.page_id, is_question=True).first()


def accept_answer(person: User, answer: Comment) -> Comment:
    """Say that this comment answers the question; it replaces an answer accepted before."""
    question = question_of(answer)
    if question is None:
        raise Refused(_("Nobody asked a question here."), "no-question")
    asked: Comment | Page = question if isinstance(question, Comment) else question.page
    if not rules.may_accept(person, asked):
        raise Refused(_("The answer is accepted by whoever asked."), "foreign")
    if not answer.is_published:
        raise Refused(_("That comment is no longer there."), "removed")
    with transaction.atomic():
        if question.accepted_answer_id == answer.pk:
            return answer
        if question.accepted_answer_id:
            _clear(question)
        answer.accepted_at, answer.accepted_by = timezone.now(), person
        answer.save(update_fields=["accepted_at", "accepted_by"])
        question.accepted_answer = answer
        question.save(update_fields=["accepted_answer"])
        record(person, Verb.ANSWER_ACCEPTED, answer, target=answer.user)
    return answer


def withdraw_answer(person: User, answer: Comment) -> Comment:
    """The question is open again."""
    question = question_of(answer)
    if question is None or question.accepted_answer_id != answer.pk:
        return answer
    asked: Comment | Page = question if isinstance(question, Comment) else question.page
    if not rules.may_accept(person, asked):
        raise Refused(_("The answer is accepted by whoever asked."), "foreign")
    with transaction.atomic():
        _clear(question)
        question.save(update_fields=["accepted_answer"])
    answer.refresh_from_db()
    return answer


def _clear(question: Comment | Conversation) -> None:
    old = question.accepted_answer
    question.accepted_answer = None
    if old is not None:
        old.accepted_at = old.accepted_by = None
        old.save(update_fields=["accepted_at", "accepted_by"])


def mark_question(person: User, comment: Comment, is_question: bool = True) -> Comment:
    """Make a comment a question, or a plain comment again."""
    if comment.user_id != person.pk and not rules.may_accept(person, comment):
        raise Refused(_("Only the author or a community manager can do this."), "foreign")
    if comment.is_question == is_question or comment.is_removed:
        return comment
    with transaction.atomic():
        if not is_question:
            _clear(comment)
        comment.is_question = is_question
        comment.save(update_fields=["is_question", "accepted_answer"])
        if is_question and comment.is_published:
            record(comment.user, Verb.ASKED, comment)
        if comment.user_id != person.pk:
            log(comment, f"comments.{'question' if is_question else 'statement'}", user=person)
    return comment


def mark_page_as_question(page: Page, is_question: bool = True) -> Conversation:
    """Make a page a question that comments answer. Called by the room of the page."""
    conversation = counts.conversation_on(canonical_page_id(page))
    if conversation.is_question != is_question:
        if not is_question:
            _clear(conversation)
        conversation.is_question = is_question
        conversation.save(update_fields=["is_question", "accepted_answer"])
    return conversation
