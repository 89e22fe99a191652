"""`{% csp_nonce %}`, which `ground.csp.Loader` writes into inline scripts."""

from django import template
from django.utils.safestring import SafeString

from ground import csp

register = template.Library()


@register.simple_tag
def csp_nonce() -> SafeString:
    return csp.attribute()
