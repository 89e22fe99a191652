"""`rynek serve`: the web server and the task worker in one command."""

import os
import socket
import sys
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from rynek.preparation import tell_sites_their_address
from rynek.settings import env
from rynek.supervisor import Child, Supervisor, python

OPEN_PAGE = "/sign-in/"  # for everybody; asked to learn whether the server answers


class Command(BaseCommand):
    help = "Run the web server and the task worker together until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=env.read("PORT"))
        parser.add_argument("--bind", default=env.read("RYNEK_BIND"))
        parser.add_argument("--no-worker", action="store_true", help="Web server only.")
        parser.add_argument("--prepare", action="store_true", help="Do what `prepare` does first.")

    def handle(self, *args: Any, **options: Any) -> None:
        bind, port = options["bind"], options["port"]
        self.refuse_taken_port(bind, port)
        if options["prepare"]:
            call_command("prepare", stdout=self.stdout, stderr=self.stderr)
        else:
            self.check_migrations()
        os.environ["PORT"] = str(port)  # the web server and the worker make links with it
        try:
            tell_sites_their_address(env.read("RYNEK_BASE_URL") or f"http://localhost:{port}")
        except DatabaseError as error:
            raise CommandError(
                f"The database is not ready ({error}). Run `rynek prepare`, or `rynek serve --prepare`."
            ) from None
        connections.close_all()  # this process only watches over the others from here on
        web = python(
            *("-m", "gunicorn", "rynek.wsgi:application"),
            *("--bind", f"{bind}:{port}"),
            *("--worker-class", "gthread", "--preload"),
            *("--workers", str(env.read("RYNEK_WEB_PROCESSES"))),
            *("--threads", str(env.read("RYNEK_WEB_THREADS"))),
            *("--worker-tmp-dir", str(settings.DATA_DIR)),
            *("--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"),
        )
        children = [Child("web server", web)]
        if not options["no_worker"]:
            children.append(Child("worker", python(sys.argv[0], "worker")))
        supervisor = Supervisor(children, is_ready=lambda: _answers(bind, port))
        sys.exit(supervisor.run(when_ready=lambda: self.announce(port)))

    def announce(self, port: int) -> None:
        self.stdout.write(self.style.SUCCESS(f"Serving on http://localhost:{port} (Ctrl+C stops)"))
        self.stdout.flush()

    def refuse_taken_port(self, bind: str, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((bind, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error.strerror}). "
                    f"Choose another one: PORT={port + 1} make run"
                ) from None


def _answers(bind: str, port: int) -> bool:
    """Whether the web server answers a request, whatever it says."""
    address = "127.0.0.1" if bind == "0.0.0.0" else bind  # noqa: S104
    host = (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip(".")
    connection = HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", OPEN_PAGE, headers={"Host": host})
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
