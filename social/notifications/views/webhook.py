"""Where mail providers deliver incoming mail."""

import logging
from http import HTTPStatus
from importlib import import_module
from typing import Any

from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    ImproperlyConfigured,
    PermissionDenied,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ground import outside

logger = logging.getLogger(__name__)

# Providers whose inbound mail django-anymail understands: module and view.
PROVIDERS = {
    "amazon_ses": "AmazonSESInboundWebhookView",
    "brevo": "BrevoInboundWebhookView",
    "mailersend": "MailerSendInboundWebhookView",
    "mailgun": "MailgunInboundWebhookView",
    "mailjet": "MailjetInboundWebhookView",
    "mailtrap": "MailtrapInboundWebhookView",
    "mandrill": "MandrillCombinedWebhookView",
    "postal": "PostalInboundWebhookView",
    "postmark": "PostmarkInboundWebhookView",
    "resend": "ResendInboundWebhookView",
    "sendgrid": "SendGridInboundWebhookView",
    "sparkpost": "SparkPostInboundWebhookView",
}

LARGEST_MAIL = 50 * 2**20  # bytes
CHALLENGE = 'Basic realm="mail", charset="UTF-8"'


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_in(request: HttpRequest, provider: str) -> HttpResponse:
    """Hand a provider's delivery to django-anymail, which checks its signature as well.

    Without a configured secret the address does not exist. Whatever is wrong is one line in the
    log and an answer; a failure of our own stays a 500, after which providers come again.
    """
    if not settings.ANYMAIL.get("WEBHOOK_SECRET") or provider not in PROVIDERS:
        raise Http404
    if request.method == "HEAD":  # asked when the address is typed in at the provider's
        return HttpResponse()
    if request.method != "POST":
        return HttpResponseNotAllowed(["HEAD", "POST"])
    if not _knows_secret(request):
        return _refused(request, provider)
    try:
        view, events = _read(request, provider)
    except (SuspiciousOperation, PermissionDenied) as fault:
        return _answer(provider, HTTPStatus.FORBIDDEN, fault)
    except (ImproperlyConfigured, ImportError, NotImplementedError) as fault:
        return _answer(provider, HTTPStatus.NOT_IMPLEMENTED, fault)
    except Exception as fault:  # noqa: BLE001 - whatever a body that is no mail makes of a parser
        return _answer(provider, HTTPStatus.BAD_REQUEST, fault)
    for event in events:
        view.signal.send(sender=type(view), event=event, esp_name=view.esp_name)
    return HttpResponse()


def _read(request: HttpRequest, provider: str) -> tuple[Any, list[Any]]:
    """The provider's view, after its own checks, and the mails that came. Raises all kinds."""
    module: Any = import_module(f"anymail.webhooks.{provider}")
    if hasattr(module, "requests"):  # these fetch the mail itself from where its notice says
        module.requests = outside.Requests(LARGEST_MAIL)
    view = getattr(module, PROVIDERS[provider])()
    view.setup(request)
    view.run_validators(request)
    return view, list(view.parse_events(request))


def _knows_secret(request: HttpRequest) -> bool:
    """Whether the request has our `user:password`; compared in constant time.

    Asked before the provider's view is made: some cannot even be made without keys of their own.
    """
    given = (get_request_basic_auth(request) or "").encode()
    configured = settings.ANYMAIL["WEBHOOK_SECRET"] or ""
    secrets = [configured] if isinstance(configured, str) else configured
    return any(constant_time_compare(given, str(secret).encode()) for secret in secrets)


def _refused(request: HttpRequest, provider: str) -> HttpResponse:
    """403; but Amazon's SNS sends the secret only after it was asked for with 401."""
    is_first_of_amazon = "x-amz-sns-message-type" in request.headers
    if is_first_of_amazon and "Authorization" not in request.headers:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": CHALLENGE})
    return _answer(provider, HTTPStatus.FORBIDDEN, "wrong or missing secret")


def _answer(provider: str, status: HTTPStatus, why: Exception | str) -> HttpResponse:
    lines = str(why).strip().splitlines() or [type(why).__name__]
    logger.warning("mail by webhook of %s: %d %s", provider, status, lines[0][:200])
    response = HttpResponse(status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # just now
    return response
