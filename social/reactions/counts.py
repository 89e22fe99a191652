"""Deriving anew what rooms remember of reactions."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from social.reactions.kinds import KINDS
from social.reactions.models import Reaction
from social.subjects.keys import kinds


def with_votes(pages: QuerySet) -> QuerySet:
    """The pages, each with `vote_count`: how many want to know it too."""
    votes = Reaction.objects.filter(
        kind="vote",
        subject_kind="page",
        person__is_active=True,
        page__translation_key=OuterRef("translation_key"),
    )
    counted = votes.order_by().values("subject_kind").annotate(total=Count("pk")).values("total")
    return pages.annotate(
        vote_count=Coalesce(Subquery(counted[:1], output_field=IntegerField()), 0)
    )


def recount() -> Iterator[str]:
    """Repair the numbers that rooms keep; yields one line for each that was wrong."""
    for name, kind in kinds().items():
        for key in KINDS:
            kept = kind.kept_reactions(key)
            if kept is None:
                continue
            rows = Reaction.objects.filter(subject_kind=name, kind=key)
            truth = {pk: counts[key] for pk, counts in rows.tally().items()}
            for pk in sorted(kept.keys() | truth.keys()):
                if kept.get(pk, 0) != truth.get(pk, 0):
                    with transaction.atomic():
                        kind.count_reactions(pk, key, truth.get(pk, 0))
                    yield f"{name} {pk}: {kept.get(pk, 0)} x {key}, in truth {truth.get(pk, 0)}"
