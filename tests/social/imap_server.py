"""As much of an IMAP server as the poller speaks with, on loopback."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("* OK IMAP4rev1 ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            if not self.obey(tag, command):
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def obey(self, tag: str, command: str) -> bool:
        server = self.server
        word = command.split()[0].upper()
        if word == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif word == "LOGIN" and command.split()[1:] != ["rynek", '"tajne"']:
            self.say(f"{tag} NO wrong password")
            return True
        elif word == "SELECT":
            self.say(f"* {len(server.mails)} EXISTS")
        elif command.upper().startswith("UID SEARCH"):
            unseen = [str(n) for n in range(1, len(server.mails) + 1) if n not in server.seen]
            self.say(" ".join(["* SEARCH", *unseen]))
        elif found := re.match(r"UID FETCH (\d+)", command, re.I):
            number = int(found[1])
            content = server.mails[number - 1]
            self.wfile.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (number, number, len(content)))
            self.wfile.write(content + b")\r\n")
        elif found := re.match(r"UID STORE (\d+)", command, re.I):
            server.seen.add(int(found[1]))
        elif word == "LOGOUT":
            self.say("* BYE")
        self.say(f"{tag} OK done")
        return word != "LOGOUT"


@contextmanager
def imap_server(mails: list[bytes]) -> Iterator[tuple[str, set[int]]]:
    """A mailbox with these mails; yields its address and the numbers marked as seen."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
    server.mails, server.seen = mails, set()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        port = server.server_address[1]
        yield f"imap://rynek:tajne@127.0.0.1:{port}/INBOX", server.seen  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
