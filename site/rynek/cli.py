"""The `rynek` command: Django's management commands under names that people type."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

NAMES = {
    "serve": "serve",
    "worker": "worker",
    "prepare": "prepare",
    "demo": "demo",
    "doctor": "doctor",
    "import-markdown": "import_markdown",
    "index": "search_index",
    "search-eval": "search_eval",
    "extract-text": "extract_text",
    "files": "files",
    "clean-pictures": "clean_pictures",
    "recount": "recount",
    "queues": "queues",
    "community-eval": "community_eval",
    "messages": "messages",
    "reference": "reference",
    "sign-in-links": "sign_in_links",
    "migrate": "migrate",
    "createsuperuser": "createsuperuser",
}

USAGE = """Usage: rynek COMMAND [options]     rynek COMMAND --help

  serve             run the web server and the task worker together
  prepare           bring database and static files up to date
  worker            run a task worker alone
  demo              load the demo company
  import-markdown   import a folder of Markdown files as pages
  index             search index: status, rebuild, verify
  search-eval       measure search quality on a test collection
  extract-text      read the text of documents that were never read
  community-eval    measure a community from an external log
  clean-pictures    take GPS and the like out of pictures uploaded before
  files             note anew which pages use which documents and pictures
  recount           repair counters from what they count
  queues            what could not be done: list, retry, drop
  doctor            check database, index, mail, media and worker
  sign-in-links     show or forget whom the single sign-on knows somebody by
  migrate           bring the database up to date
  createsuperuser   create an administrator

Any other command of `manage.py` works as well.
"""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rynek.settings.development")
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        sys.stdout.write(USAGE)
        return
    command = NAMES.get(arguments[0], arguments[0])
    try:
        execute_from_command_line(["rynek", command, *arguments[1:]])
    except ImproperlyConfigured as error:
        sys.exit(f"Rynek cannot start. {error}")
