"""The content security policy of the site, and that of Wagtail's admin."""

CSP = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self' https://www.youtube-nocookie.com https://player.vimeo.com",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
# Wagtail's admin has inline scripts, which get a nonce (`ground.csp`), and writes styles by script.
CSP_ADMIN = CSP | {
    "style-src": "'self' 'unsafe-inline'",
    "script-src": "'self' 'nonce-{nonce}'",
    "img-src": "'self' data: blob:",
}
