// Asks the browser to show notifications and tells the site how to reach it. Only on a click.
const button = document.querySelector("[data-push-key]");
const supported = "serviceWorker" in navigator && "PushManager" in window;
if (button && !supported) button.closest("section").hidden = true;

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const say = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: { value: text } }));

button?.addEventListener("click", async () => {
  const { pushKey, pushUrl, pushWorker, pushDenied, pushDone } = button.dataset;
  try {
    if ((await Notification.requestPermission()) !== "granted") return say(pushDenied);
    const worker = await navigator.serviceWorker.register(pushWorker);
    await new Promise((ready) => {
      if (worker.active) return ready();
      (worker.installing ?? worker.waiting).addEventListener("statechange", () => worker.active && ready());
    });
    const made = await worker.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(pushKey),
    });
    const { endpoint, keys } = made.toJSON();
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const answer = await fetch(pushUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
    });
    say(answer.ok ? pushDone : pushDenied);
    if (answer.ok) location.reload();
  } catch {
    say(pushDenied);
  }
});
