"""What listens to what: signals, and who hears them."""

import sys
import weakref
from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.dispatch import Signal

from rynek.reference.ours import ROOMS, is_ours, name_of
from rynek.reference.tables import code, codes, table

_REFERENCES = (weakref.ReferenceType, weakref.WeakMethod)
_SOURCES = ("django", "wagtail", "anymail", "modelsearch", *ROOMS)


def listening() -> str:
    senders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for signal, sender, receiver in _heard():
        senders[signal, receiver].add(sender)
    rows = [
        (code(signal), codes(sorted(of - {""})), code(receiver))
        for (signal, receiver), of in sorted(senders.items())
    ]
    return table(("signal", "of", "heard by"), rows)


def own_signals() -> str:
    """The signals that rooms offer to those above them."""
    rows = sorted((code(name),) for signal, name in _named().items() if is_ours(name))
    return table(("signal",), rows)


def _heard() -> Iterator[tuple[str, str, str]]:
    models = {id(model): model._meta.label for model in apps.get_models(include_auto_created=True)}
    for signal, name in _named().items():
        for (_receiver, sender), reference, *_rest in signal.receivers:
            receiver = reference() if isinstance(reference, _REFERENCES) else reference
            if receiver is not None and is_ours(name_of(receiver)):
                yield name, models.get(sender, ""), name_of(receiver)


def _named() -> dict[Signal, str]:
    """Every signal by the module that defines it: the shortest name under which it is found."""
    found: dict[int, tuple[Signal, str]] = {}
    for module_name, module in sorted(sys.modules.items()):
        if not module_name.startswith(_SOURCES):
            continue
        for name, value in vars(module).items():
            if issubclass(type(value), Signal):  # not isinstance: lazy objects would wake up
                dotted = f"{module_name}.{name}"
                known = found.get(id(value))
                if known is None or _rank(dotted) < _rank(known[1]):
                    found[id(value)] = value, dotted
    return dict(found.values())


def _rank(dotted: str) -> tuple[bool, int, str]:
    return "signals" not in dotted, len(dotted), dotted
