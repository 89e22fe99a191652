"""A form field for pictures."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ground.pictures.opening import BadPicture, open_picture


class PictureField(forms.ImageField):
    """Django's, without opening whatever Pillow can open: see `open_picture`."""

    default_validators: list[Any] = []  # Django's looks at the name; we look at the content
    most_bytes = 10 * 1024 * 1024

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        if file.size > self.most_bytes:
            size = filesizeformat(self.most_bytes)
            raise ValidationError(
                _("This picture is too large: at most %(size)s.") % {"size": size}, code="large"
            )
        try:
            open_picture(file).close()
        except BadPicture as bad:
            raise ValidationError(bad.message, code=bad.fault.name.lower()) from None
        file.seek(0)
        return file
