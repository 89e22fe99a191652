"""Where mail providers deliver incoming mail."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

# Providers whose inbound mail django-anymail understands: module and view.
PROVIDERS = {
    "amazon_ses": "AmazonSESInboundWebhookView",
    "brevo": "BrevoInboundWebhookView",
    "mailersend": "MailerSendInboundWebhookView",
    "mailgun": "MailgunInboundWebhookView",
    "mailjet": "MailjetInboundWebhookView",
    "mandrill": "MandrillCombinedWebhookView",
    "postal": "PostalInboundWebhookView",
    "postmark": "PostmarkInboundWebhookView",
    "resend": "ResendInboundWebhookView",
    "sendgrid": "SendGridInboundWebhookView",
    "sparkpost": "SparkPostInboundWebhookView",
}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_in(request: HttpRequest, provider: str) -> HttpResponse:
    """Hand a provider's delivery to django-anymail, which checks the secret and its signature.

    Without a configured secret the address does not exist.
    """
    if not settings.ANYMAIL.get("WEBHOOK_SECRET") or provider not in PROVIDERS:
        raise Http404
    module = import_module(f"anymail.webhooks.{provider}")
    view = getattr(module, PROVIDERS[provider], None)
    if view is None:
        raise Http404
    response: HttpResponse = view.as_view()(request)
    return response
