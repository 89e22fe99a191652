"""Wagtail's messages that our catalogue says anew.

Wagtail's Polish puts the name of a model into sentences written for one gender and case. Ours come
first (see `INSTALLED_APPS`) and let the name stand alone.
"""

MESSAGES: list[str | tuple[str, str]] = [
    # Lists, forms, deleting
    "Add %(label)s",
    "Add %(model_name)s",
    "New: %(model_name)s",
    "Create a new %(model_name)s",
    "Editing %(page_type)s",
    "Editing %(task_type)s",
    "Edit this %(object)s",
    "Choose %(object)s",
    "Choose another %(object)s",
    "(Private %(object)s)",
    "Pages using %(page_type)s",
    "Translate %(model_name)s",
    "Successfully created %(locales)s for %(model_name)s '%(object)s'",
    "%(model_name)s '%(object)s' created.",
    "%(model_name)s '%(object)s' updated.",
    "%(model_name)s '%(object)s' deleted.",
    ("%(count)d %(model_name)s deleted.", "%(count)d %(model_name)s deleted."),
    "The %(model_name)s could not be created due to errors.",
    "The %(model_name)s could not be saved due to errors.",
    "Are you sure you want to delete this %(model_name)s?",
    "Are you sure you want to delete this %(snippet_type_name)s?",
    "Are you sure you want to delete %(count)s %(snippet_type_name)s?",
    "Delete %(snippet_type_name)s",
    "You don't have permission to delete this %(snippet_type_name)s",
    (
        "This %(model_name)s is referenced %(usage_count)s time.",
        "This %(model_name)s is referenced %(usage_count)s times.",
    ),
    "One or more references to this %(model_name)s prevent it from being deleted.",
    "the %(model_name)s will also be deleted",
    # Publishing, locks, approval
    "Publish %(model_name)s",
    "Are you sure you want to unpublish this %(model_name)s?",
    "Choose when this %(model_name)s should go live and/or expire",
    "Anyone can edit this %(model_name)s",
    "Anyone can edit this %(model_name)s – lock it to prevent others from editing",
    "No one can make changes while the %(model_name)s is locked",
    "Only you can make changes while the %(model_name)s is locked",
    "Only %(user)s can make changes while the %(model_name)s is locked",
    "This %(model_name)s is currently awaiting moderation.",
    "This {model_name} is awaiting <b>'{task_name}'</b> in the <b>'{workflow_name}'</b> workflow.",
    "Only reviewers for this task can edit the %(model_name)s.",
    "This %(model_name)s is currently at <strong>%(task)s</strong> in "
    "<strong>%(workflow)s</strong>.",
    "This %(model_name)s was marked as needing changes at <strong>%(task)s</strong> in "
    "<strong>%(workflow)s</strong>.",
    "Publishing this %(model_name)s will cancel the current workflow.",
    "Would you still like to publish this %(model_name)s?",
]
