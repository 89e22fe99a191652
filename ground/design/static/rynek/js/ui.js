// Small manners that plain HTML lacks. Every piece here works without this file, only less smoothly.
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// Menus (<details class="menu">): one open at a time; Escape or a click elsewhere closes.
const closeMenus = (except) => {
  for (const menu of $$("details.menu[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus();
  menu?.querySelector("summary")?.focus();
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const items = $$(".menu__item", menu);
  if (!items.length || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  event.preventDefault();
  const step = event.key === "ArrowDown" ? 1 : -1;
  const at = items.indexOf(document.activeElement);
  items.at(at === -1 ? (step > 0 ? 0 : -1) : (at + step) % items.length).focus();
});

// A menu near an edge of the window opens to the side where there is room; also after its content came.
function place(menu) {
  const panel = menu.querySelector(".menu__panel");
  if (!panel) return;
  let box = panel.getBoundingClientRect();
  const space = menu.closest("main")?.querySelector(".page")?.getBoundingClientRect();
  const left = Math.max(8, space ? space.left : 0);
  if (box.left < left && !menu.matches(".menu--start")) menu.classList.add("menu--start");
  else if (box.right > innerWidth - 8) menu.classList.remove("menu--start");
  box = panel.getBoundingClientRect();
  const bar = document.querySelector(".bottom-nav")?.getBoundingClientRect();
  const floor = bar?.height ? bar.top : innerHeight;
  if (box.bottom > floor && menu.getBoundingClientRect().top > box.height + 80) {
    menu.classList.add("menu--up");
  }
}
document.addEventListener(
  "toggle",
  (event) => event.target.matches?.("details.menu[open]") && place(event.target),
  true,
);
document.addEventListener("htmx:afterSettle", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (menu) place(menu);
});

// <form data-autosubmit>: a change of a filter shows the result at once.
document.addEventListener("change", (event) => {
  event.target.closest?.("form[data-autosubmit]")?.requestSubmit();
});

// <button data-copy="text"> puts the text on the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.dataset.copy || document.querySelector(button.dataset.copyFrom)?.innerText || "";
  await navigator.clipboard.writeText(text);
  toast(button.dataset.copied || "✓");
});

// <button data-dismiss=".message"> takes the nearest such element away.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  button?.closest(button.dataset.dismiss)?.remove();
});

// <button data-print> and <button data-dialog="#id"> (a native dialog, opened modally).
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.querySelector(opener.dataset.dialog)?.showModal();
});

/** Shows a short message for a few seconds and tells it to screen readers. */
export function toast(text, seconds = 5) {
  const place = document.getElementById("toasts");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "toast";
  note.textContent = text;
  place.append(note);
  setTimeout(() => note.remove(), seconds * 1000);
}
// A server answer may carry HX-Trigger: {"toast": "Saved"}.
document.addEventListener("toast", (event) => toast(event.detail.value ?? event.detail));

// A double click must not post twice: a submitted form's button rests until the answer is there.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.sent || form.matches("[hx-post]")) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

// htmx: what to say when the network or the server fails; nothing that was typed is lost.
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.offline || "Offline"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 403 && event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  toast(document.body.dataset.failed || "Error " + event.detail.xhr.status);
});

// A session that ended answers with the page for signing in: it is no part of this page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  const from = new URL(xhr.responseURL || location.href, location.href).pathname;
  if (!from.startsWith("/sign-in") || (requestConfig?.elt ?? elt).closest?.("[data-composer]")) return;
  event.detail.shouldSwap = false;
  const tap = tapOf(event);
  if (tap) showReaction({ ...tap, on: !tap.on });
  toast(document.getElementById("comments")?.dataset.textSignedOut || document.body.dataset.failed);
});

// Who signs in again in another tab gets a new token, which this page does not hold yet.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (!token || event.detail.verb === "get") return;
  event.detail.headers["X-CSRFToken"] = token;
  if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = token;
});

// A reaction shows at once; the server's answer then replaces what was given. Quick taps wait for
// their turn, and each says what it wants, so that none is lost or counted twice.
const taps = new WeakMap(); // of a submit event: the bar, the kind, and whether it is given
let reacted = null;
function showReaction({ bar, kind, on }) {
  const buttons = $$(`.reaction[value="${CSS.escape(kind)}"]`, bar);
  let given = buttons.find((each) => each.closest(".reaction-bar__given"));
  if (!given && on && buttons.length) {
    given = buttons[0].cloneNode(true);
    const count = document.createElement("span");
    count.className = "reaction__count";
    given.append(count);
    const place = bar.querySelector(".reaction-bar__given");
    place.insertBefore(given, place.querySelector(".reaction-bar__who"));
    given.setAttribute("aria-pressed", "false");
  }
  if (given && given.getAttribute("aria-pressed") !== String(on)) {
    const count = given.querySelector(".reaction__count");
    count.textContent = Math.max(0, Number(count.textContent) + (on ? 1 : -1)) || "";
  }
  for (const each of [given, ...buttons]) each?.setAttribute("aria-pressed", String(on));
}
document.addEventListener(
  "submit",
  (event) => {
    const bar = event.target.closest(".reaction-bar[hx-post]");
    const button = event.submitter;
    if (!bar || !button?.matches(".reaction")) return;
    const tap = { bar, kind: button.value, on: button.getAttribute("aria-pressed") !== "true" };
    taps.set(event, tap);
    showReaction(tap);
  },
  true,
);
const tapOf = (event) => taps.get((event.detail.requestConfig ?? event.detail).triggeringEvent);
document.addEventListener("htmx:configRequest", (event) => {
  const tap = tapOf(event);
  if (tap) Object.assign(event.detail.parameters, { kind: tap.kind, on: tap.on ? "1" : "0" });
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const tap = tapOf(event);
  if (!tap) return;
  showReaction(tap); // again, when an earlier answer has painted it over
  closeMenus();
  reacted = tap;
});
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const tap = tapOf(event);
    if (tap) showReaction({ ...tap, on: !tap.on });
  });
}
document.addEventListener("htmx:afterSettle", () => {
  if (!reacted || document.activeElement !== document.body) return;
  const place = reacted.bar.querySelector(
    `.reaction-bar__given .reaction[value="${CSS.escape(reacted.kind)}"], .reaction--add`,
  );
  place?.focus({ preventScroll: true, focusVisible: false });
  reacted = null;
});

// <span class="count" data-count-of="#bell">: the number that another place shows, kept the same.
const mirrors = $$("[data-count-of]");
const mirror = () => {
  for (const place of mirrors) {
    place.textContent = document.querySelector(`${place.dataset.countOf} .count`)?.textContent ?? "";
  }
};
if (mirrors.length) {
  mirror();
  const tools = document.querySelector(".site-header__tools");
  if (tools) new MutationObserver(mirror).observe(tools, { childList: true, subtree: true, characterData: true });
}

// The table of contents marks the part that is being read.
const toc = document.querySelector(".toc[data-spy]");
if (toc && "IntersectionObserver" in window) {
  const links = new Map($$("a[href^='#']", toc).map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const show = () => {
    const line = 120;
    const at = headings.filter((h) => h.getBoundingClientRect().top <= line).at(-1) ?? headings[0];
    for (const [id, link] of links) {
      if (id === at?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const observer = new IntersectionObserver(show, { rootMargin: "-110px 0px -70% 0px" });
  headings.forEach((h) => observer.observe(h));
  show();
}
