"""One news page, 10,000 followers: how long, how much memory, and what a SIGKILL changes.

    python bench/notifications/publish_to_followers.py [--people 10000] [--kills 3]

Makes a company in a temporary folder, publishes a page that everybody follows with mail at once,
and lets a worker process decide and send to a real SMTP server on loopback. The same is done
twice: undisturbed, and with the worker killed (SIGKILL) several times in the middle.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Box:
    """Keeps Message-IDs and recipients of what arrives."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []
        self.lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        name = message_from_bytes(envelope.content)["Message-ID"]
        with self.lock:
            self.mails.append((name, envelope.rcpt_tos[0]))
        return "250 OK"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=3)
    options = parser.parse_args()
    results = {}
    for name, kills in (("undisturbed", 0), ("killed", options.kills)):
        results[name] = run(options.people, kills)
        print(name, json.dumps(results[name], indent=2), flush=True)
    same = all(
        results["undisturbed"][key] == results["killed"][key]
        for key in ("notices", "deliveries", "people reached")
    )
    print("same outcome:", same)
    sys.exit(not same)


def run(people: int, kills: int) -> dict[str, Any]:
    from aiosmtpd.controller import Controller

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    folder = Path(tempfile.mkdtemp(prefix="rynek-bench-"))
    environment = os.environ | {
        "RYNEK_DATA": str(folder),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "RYNEK_MAIL_GRACE_SECONDS": "0",
        "DJANGO_SETTINGS_MODULE": "rynek.settings.development",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
    }
    try:
        made = json.loads(child(environment, "prepare", str(people)))
        return made | work(environment, box, people, kills)
    finally:
        controller.stop()
        shutil.rmtree(folder, ignore_errors=True)


def child(environment: dict, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, __file__.replace("publish_to_followers", "company"), *arguments],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip().splitlines()[-1]


def work(environment: dict, box: Box, people: int, kills: int) -> dict[str, Any]:
    """Run workers until everything is told; kill them at even steps on the way."""
    script = __file__.replace("publish_to_followers", "company")
    marks = [people * (step + 1) // (kills + 1) for step in range(kills)]
    started, killed, used = time.perf_counter(), 0, cpu_of_children()
    while True:
        worker = subprocess.Popen([sys.executable, script, "work"], env=environment, cwd=ROOT)
        while worker.poll() is None:
            if killed < kills and len(box.mails) >= marks[killed]:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                killed += 1
                break
            time.sleep(0.02)
        else:
            break
    seconds = time.perf_counter() - started
    used = cpu_of_children() - used
    state = json.loads(child(environment, "state"))
    copies = Counter(name for name, _to in box.mails)
    return state | {
        "kills": killed,
        "seconds": round(seconds, 1),
        "people reached": len({to for _name, to in box.mails}),
        "different mails": len(copies),
        "copies with the same Message-ID": sum(count - 1 for count in copies.values()),
        "mails per second": round(len(box.mails) / seconds),
        "CPU ms for each person, workers' start-ups included": round(used * 1000 / people, 1),
    }


def cpu_of_children() -> float:
    """Seconds of CPU of all child processes that have ended, killed ones too."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
