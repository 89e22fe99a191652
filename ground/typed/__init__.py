"""What people type: characters that nobody means are taken out, and what is wrong is said."""
