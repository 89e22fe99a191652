"""Messages that rooms above send to one person: “you have a place”, “please read this by Friday”.

They travel as events of the verb TOLD, which notifications deliver like any other. What a
message says is decided by the room that sends it, in the reader's language, when it is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from social.activity.actions import record
from social.activity.models import Event, Verb
from social.people.models import User
from social.subjects.keys import Subject

Data = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A kind of message: its sentence, where it leads, whether it is a duty that cannot be muted."""

    sentence: Callable[[Data], str]
    url: Callable[[Data], str] | None = None
    is_duty: bool = False


_messages: dict[str, Message] = {}


def register(kind: str, message: Message) -> None:
    """Make a kind of message known. Called once, when its app is ready."""
    _messages[kind] = message


def messages() -> dict[str, Message]:
    return dict(_messages)


def tell(
    person: User,
    kind: str,
    subject: Model | Subject | None = None,
    *,
    actor: User | None = None,
    **data: Any,
) -> Event:
    """Send a message of that kind to one person; `data` is what its sentence needs (JSON)."""
    if kind not in _messages:
        raise KeyError(f"no such kind of message: {kind}")
    return record(actor, Verb.TOLD, subject, target=person, data={"message": kind, **data})


def message_of(event: Event) -> Message | None:
    """The kind of message that an event carries, if it carries one that is still known."""
    return _messages.get(event.data.get("message", "")) if event.verb == Verb.TOLD else None


def sentence_of(event: Event) -> str:
    """What the message says in the active language; empty for events that carry none."""
    message = message_of(event)
    return message.sentence(event.data) if message else ""


def url_of(event: Event) -> str:
    """Where the message leads; empty when it leads to its page."""
    message = message_of(event)
    return message.url(event.data) if message and message.url else ""
