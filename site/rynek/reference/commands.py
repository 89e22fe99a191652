"""What can be typed after `rynek`."""

from argparse import Action

from django.core.management import get_commands, load_command_class

from rynek.cli import NAMES
from rynek.reference.ours import is_ours
from rynek.reference.tables import code, codes, table

# Of every command of Django's: no word about this one.
COMMON = {
    "help",
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}


def commands() -> str:
    typed = {command: name for name, command in NAMES.items()}
    rows = []
    found = [(typed.get(name, name), name, str(app)) for name, app in get_commands().items()]
    for shown, command, app in sorted(found):
        if not is_ours(app) and command not in typed:
            continue
        loaded = load_command_class(app, command)
        options = loaded.create_parser("rynek", command)._actions
        own = [option for option in options if option.dest not in COMMON]
        if not is_ours(app):
            own = []
        rows.append(
            (
                code(shown),
                loaded.help,
                codes(_typed(option) for option in own),
            )
        )
    return table(("command", "what it does", "arguments and options"), rows)


def _typed(option: Action) -> str:
    return option.option_strings[-1] if option.option_strings else option.dest.upper()
