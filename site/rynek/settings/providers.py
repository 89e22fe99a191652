"""What django-anymail calls the keys of mail providers, of which a company has one."""

SIGNING = (
    "MAILERSEND_INBOUND_SECRET",
    "MAILGUN_WEBHOOK_SIGNING_KEY",
    "MAILTRAP_INBOUND_SECRET",
    "MANDRILL_WEBHOOK_KEY",
    "POSTAL_WEBHOOK_KEY",
)
API = ("BREVO_API_KEY", "MAILTRAP_API_TOKEN", "RESEND_API_KEY")


def keys_of_provider(secret: str, signing_key: str, api_key: str) -> dict[str, str | None]:
    """The setting ANYMAIL; without a secret nothing is taken from any provider."""
    keys: dict[str, str | None] = {"WEBHOOK_SECRET": secret or None}
    if signing_key:
        keys |= dict.fromkeys(SIGNING, signing_key)
    if api_key:
        keys |= dict.fromkeys(API, api_key)
    return keys
