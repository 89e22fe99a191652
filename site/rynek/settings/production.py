"""Settings of a company's server. Refuses to start with an unsafe configuration."""

import os

from django.core.exceptions import ImproperlyConfigured

from rynek.settings.base import *  # noqa: F403
from rynek.settings.base import ALLOWED_HOSTS, RYNEK_DEMO, SECRET_KEY, env

if os.environ.get("RYNEK_DEBUG") == "1":
    raise ImproperlyConfigured("RYNEK_DEBUG: production never runs with debugging on")
if SECRET_KEY.startswith("insecure-") or len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "RYNEK_SECRET_KEY: set a secret of at least 50 characters, for example the output of "
        "`python -c 'import secrets; print(secrets.token_urlsafe(50))'`"
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("RYNEK_HOSTS: name the hosts to serve, such as rynek.example.com")
if not env.read("RYNEK_BASE_URL").startswith("https://"):
    raise ImproperlyConfigured("RYNEK_BASE_URL: set the public https:// address")
if RYNEK_DEMO:
    raise ImproperlyConfigured("RYNEK_DEMO: personas without passwords have no place here")

CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
RYNEK_PROXIES = env.read("RYNEK_PROXIES")
if env.read("RYNEK_PROXY_SSL"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
