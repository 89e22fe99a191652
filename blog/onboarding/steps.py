"""Steps of a path in several languages: what they are is shared, their words are not."""

from typing import Any

from django.db import transaction

from blog.onboarding.models import OnboardingPathPage, PathStep

SHARED = ("sort_order", "stage", "kind", "due_day", "whom", "person_id")


@transaction.atomic
def share_steps(path: OnboardingPathPage) -> None:
    """Make the other languages of a path have its steps: new ones in the words of the first, to
    be translated; gone ones gone. Texts that are translated stay. Idempotent."""
    versions = OnboardingPathPage.objects.filter(translation_key=path.translation_key)
    source = list(PathStep.objects.filter(path=path))
    for version in versions.exclude(pk=path.pk):
        was_draft = version.has_unpublished_changes
        draft: Any = version.get_latest_revision_as_object()
        is_changed = _bring_up(version, source)
        if is_changed:
            version.save()
        if _bring_up(draft, source, list(version.steps.all())) or is_changed:
            draft.save_revision(changed=was_draft)


def _bring_up(page: Any, source: list[PathStep], stored: list[PathStep] | None = None) -> bool:
    """Give a version (or its draft, whose new steps take their ids from `stored`) these steps."""
    known = {step.key: step for step in page.steps.all()}
    ids = {step.key: step.pk for step in stored or []}
    wanted, is_changed = [], set(known) != {step.key for step in source}
    for step in source:
        mine = known.get(step.key)
        if mine is None:
            mine = PathStep(key=step.key, page_id=step.page_id, pk=ids.get(step.key))
            mine.title, mine.text, mine.message = step.title, step.text, step.message
        for name in SHARED:
            is_changed |= getattr(mine, name) != getattr(step, name)
            setattr(mine, name, getattr(step, name))
        wanted.append(mine)
    page.steps.set(wanted)
    return is_changed
