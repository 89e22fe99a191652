// Whoever is signed in and followed the link meant it: press the button for them.
document.querySelector("[data-one-click]")?.requestSubmit();
