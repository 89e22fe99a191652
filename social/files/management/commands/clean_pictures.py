"""`rynek clean-pictures`: take what hides in pictures out of those that came in before."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm
from wagtail.images import get_image_model

from ground.pictures.opening import BadPicture
from ground.queues.queue import is_fault_of_the_house
from social.files.originals import clean_old_original


class Command(BaseCommand):
    help = (
        "Write originals of the picture library anew that still hold a position, a camera, "
        "comments or the like, or that browsers do not show (HEIC, AVIF); their renditions are "
        "made again when somebody looks. May be stopped and started again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        pictures = get_image_model().objects.order_by("pk")
        cleaned, bad = 0, []
        for picture in tqdm(pictures.iterator(), total=pictures.count(), unit="picture"):
            try:
                cleaned += clean_old_original(picture)
            except BadPicture as error:
                bad.append(f"{picture.pk} {picture.title}: {error.message}")
            except Exception as error:  # its file is gone, or no decoder knows it
                if is_fault_of_the_house(error):
                    raise
                bad.append(f"{picture.pk} {picture.title}: {error}")
        self.stdout.write(f"{cleaned} of {pictures.count()} pictures were written anew.")
        for line in bad:
            self.stderr.write(f"Left as it is: {line}")
