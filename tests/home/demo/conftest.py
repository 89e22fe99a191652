"""The demo company in small."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from PIL import Image

from home.demo import load as loading
from home.demo.content import company

TODAY = date(2026, 11, 23)
PAGES = (
    *("wyniki-2024", "ksef-start", "budzet-2027-zarzad", "vpn", "klasy-informacji"),
    *("linia-pir", "pir-160-proby", "q-rampa-profile", "q-zamrozenie", "pierwszy-miesiac"),
    *("ksef-faktury", "premia-roczna", "pomoc-it", "drukarka-etykiet"),
)


@pytest.fixture(scope="module")
def small_company() -> Iterator[None]:
    """All people and a tenth of the pages, with small pictures, so that tests stay quick."""
    whole = company()
    small = replace(
        whole,
        pages=[text for text in whole.pages if text.id in PAGES],
        threads={page: thread for page, thread in whole.threads.items() if page in PAGES},
    )
    tiny = Image.new("RGB", (64, 36), "teal")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "company", lambda: small)
        patch.setattr("home.demo.people.PHOTO_PIXELS", 16)
        patch.setattr("home.demo.people.THUMBNAIL_PIXELS", 8)
        patch.setattr("home.demo.people.portrait", lambda rng, **kwargs: tiny)
        patch.setattr("home.demo.pages.cover", lambda scene, rng: tiny)
        yield


@pytest.fixture(scope="module")
def kalorys(
    small_company: None,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[loading.Amounts]:
    """The company as it was loaded once, for tests that only look at it."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        yield loading.load(today=TODAY)
        transaction.set_rollback(True)
