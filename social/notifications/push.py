"""Web push (RFC 8030, 8291, 8292): opt-in, encrypted for the browser, signed for its service."""

import base64
import json
import logging
import re
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from ground import outside
from ground.queues.queue import Queue
from ground.reading import can_write_now
from ground.typed.text import line
from social.notifications.addresses import absolute, mail_domain
from social.notifications.models import Channel, Delivery, PushKey, PushSubscription
from social.notifications.second_look import second_look
from social.people.models import User

logger = logging.getLogger("social.notifications")

GONE = {404, 410}
TIMEOUT_SECONDS = 10
AT_ONCE = 200
AUTH_BYTES = 16
BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
Why = Delivery.WhyDropped


class PushForm(forms.Form):
    """A subscription as `PushSubscription.toJSON()` writes it, flattened."""

    endpoint = forms.CharField(max_length=500)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self) -> str:
        """Push services speak https; anything else would make us knock at inner doors."""
        endpoint = str(self.cleaned_data["endpoint"])
        try:
            outside.checked(endpoint, settings.RYNEK_PUSH_SERVICES)
        except outside.Refused:
            raise forms.ValidationError(_("This push service is not known.")) from None
        return endpoint

    def clean_p256dh(self) -> str:
        """The browser's public key: an uncompressed point of the curve P-256 (RFC 8291)."""
        try:
            point = _decoded(self.cleaned_data["p256dh"])
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        except ValueError:
            raise forms.ValidationError(_("The browser sent a key that is none.")) from None
        return str(self.cleaned_data["p256dh"])

    def clean_auth(self) -> str:
        """The secret that browser and sender share: 16 bytes."""
        try:
            secret = _decoded(self.cleaned_data["auth"])
        except ValueError:
            secret = b""
        if len(secret) != AUTH_BYTES:
            raise forms.ValidationError(_("The browser sent a key that is none."))
        return str(self.cleaned_data["auth"])


def _decoded(text: str) -> bytes:
    """Bytes from base64url, padded or not; raises ValueError at anything else."""
    plain = text.rstrip("=")
    if not BASE64URL.fullmatch(plain):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))


def keep_subscription(person: User, data: dict[str, Any], browser: str) -> PushSubscription:
    """A browser belongs to whoever signed in to it last."""
    return PushSubscription.objects.update_or_create(
        endpoint=data["endpoint"],
        defaults={
            "person": person,
            "p256dh": data["p256dh"],
            "auth": data["auth"],
            "browser": line(browser, 120),
        },
    )[0]


def vapid() -> Vapid02:
    """This site's key pair; made the first time."""
    key = PushKey.objects.filter(name="vapid").first()
    if key is None:
        fresh = Vapid02()
        fresh.generate_keys()
        key, _is_new = PushKey.objects.get_or_create(
            name="vapid", defaults={"private_key": fresh.private_pem().decode()}
        )
    return Vapid02.from_pem(key.private_key.encode())


def public_key() -> str:
    """The public key as browsers want it: base64url of the uncompressed point.

    Empty while there is none and none can be written.
    """
    if not PushKey.objects.filter(name="vapid").exists() and not can_write_now():
        return ""
    point = vapid().public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def push_due(now: datetime | None = None) -> int:
    """Push what is due; returns how many deliveries went out.

    Each delivery is taken by one worker before it is pushed: a push that is lost in a crash is
    still in the inbox, so here at most once is the better promise.
    """
    now = now or timezone.now()
    sent: list[bool] = []
    while rows := list(_due(now).exclude(pk__in=PUSHING.numbers_kept_out())[:AT_ONCE]):
        PUSHING.each(rows, lambda delivery: sent.append(_push(delivery)), atomic=False)
    return sum(sent)


def _due(now: datetime) -> QuerySet[Delivery]:
    due = Delivery.objects.waiting().filter(channel=Channel.PUSH, due_at__lte=now)
    return due.select_related("notice__event__actor", "notice__page", "person").order_by("pk")


def _again(key: str) -> None:
    if key.isdecimal():
        for delivery in _due(timezone.now()).filter(pk=int(key)):
            _push(delivery)


PUSHING = Queue("push", _("Pushing to browsers"), again=_again)


def _push(delivery: Delivery) -> bool:
    own_key = vapid()  # raises before the delivery counts as sent
    payload, why = _payload(delivery)
    with transaction.atomic():
        mine = Delivery.objects.waiting().filter(pk=delivery.pk)
        state = Delivery.State.DROPPED if why else Delivery.State.SENT
        if not mine.update(state=state, why_dropped=why, finished_at=timezone.now()) or why:
            return False
    browsers = list(PushSubscription.objects.filter(person=delivery.person))
    reached = [_send(browser, payload, own_key) for browser in browsers]
    if not any(reached):
        Delivery.objects.filter(pk=delivery.pk).update(
            state=Delivery.State.DROPPED, why_dropped=Why.UNREACHABLE
        )
    return any(reached)


def _payload(delivery: Delivery) -> tuple[str, str]:
    """Who did what, and where to look, or why nothing is to be said any more.

    Never the words themselves: screens are seen by others.
    """
    with translation.override(delivery.person.preferred_language):
        stories, why_not = second_look(delivery.person, [delivery.notice], Channel.PUSH)
        if not stories:
            return "", why_not[delivery.notice_id]
        (story,) = stories
        said = {
            "title": story.title or settings.WAGTAIL_SITE_NAME,
            "body": strip_tags(story.lines[0].text),
            "url": absolute(story.url),
            "tag": story.key,
        }
        return json.dumps(said), ""


def _send(browser: PushSubscription, payload: str, own_key: Vapid02) -> bool:
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    if not PushForm({"endpoint": browser.endpoint, **keys}).is_valid():
        logger.warning("Browser %s is forgotten: its address or keys are none", browser.pk)
        browser.delete()
        return False
    try:
        webpush(
            {"endpoint": browser.endpoint, "keys": keys},
            payload,
            vapid_private_key=own_key,
            vapid_claims={"sub": f"mailto:postmaster@{mail_domain()}"},
            ttl=60 * 60 * 24,
            timeout=TIMEOUT_SECONDS,
            requests_session=outside.session(settings.RYNEK_PUSH_SERVICES),
        )
    except WebPushException as error:
        status = error.response.status_code if error.response is not None else None
        if status in GONE:
            browser.delete()
        else:
            logger.warning("A push was refused (%s): %s", status, error)
        return False
    except OSError as error:
        logger.warning("A push service could not be reached: %s", error)
        return False
    except Exception:
        # Keys that are no points of the curve, an address that is none: other browsers go on.
        logger.exception("Browser %s cannot be pushed to", browser.pk)
        return False
    PushSubscription.objects.filter(pk=browser.pk).update(last_used_at=timezone.now())
    return True
