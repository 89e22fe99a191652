// Registers the service worker, and asks it to forget what it kept when somebody signs out.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => undefined); // private windows refuse: fine
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) navigator.serviceWorker.controller?.postMessage("forget");
  });
}
