// Panels of Wagtail's admin that show the consequences of a form while it is edited:
// <div data-live-url="…"> is filled with what that address answers to the form's data.
const WAIT_MS = 400;

function connect(panel) {
  const form = panel.closest("form") ?? document.querySelector("[data-edit-form]");
  if (!form || panel.dataset.connected) return;
  panel.dataset.connected = "yes";
  let timer;
  let latest = 0;
  const refresh = async () => {
    const number = ++latest;
    panel.setAttribute("aria-busy", "true");
    const response = await fetch(panel.dataset.liveUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "XMLHttpRequest" },
    }).catch(() => null);
    if (number !== latest) return;
    panel.removeAttribute("aria-busy");
    if (response?.ok) panel.innerHTML = await response.text();
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // Choosers and removed rows change hidden inputs without an event of their own.
  new MutationObserver((changes) => {
    if (changes.some((change) => !panel.contains(change.target))) later();
  }).observe(form, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] });
  refresh();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-live-url]").forEach(connect);
});
