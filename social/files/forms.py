"""How pictures come into the library: within bounds, clean, with words for whatever is wrong."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from willow.svg import WillowSvgException

from ground.pictures.cleaning import clean_picture
from ground.pictures.opening import DECODING_ERRORS, BadPicture, Fault
from social.files.originals import CleanUpload, is_drawing


class LibraryPictureField(WagtailImageField):
    """Wagtail's checks, of a picture that was opened within bounds and written anew before."""

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        self.run_validators(file)  # its ending, before it is opened
        try:
            checked = file if is_drawing(file.name) else _clean(file)
            return super().to_python(checked)
        except BadPicture as bad:
            raise ValidationError(bad.message, code=bad.fault.name.lower()) from None
        except (*DECODING_ERRORS, WillowSvgException):
            damaged = BadPicture(Fault.DAMAGED)
            raise ValidationError(damaged.message, code="damaged") from None


def _clean(file: Any) -> InMemoryUploadedFile:
    picture = clean_picture(file)
    return CleanUpload(picture, file.name)


class PictureForm(BaseImageForm):
    """The form behind every way into the library: one, many at once, a chooser, another file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = LibraryPictureField(
                label=field.label, required=field.required, widget=field.widget
            )
