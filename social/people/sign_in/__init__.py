"""How people come in and go out: single sign-on, brakes, passwords, sessions."""
