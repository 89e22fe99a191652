// The conversation: what is new is remembered, focus goes to what was just posted, errors of a
// form come back into it. Without this file everything works by full pages.
const section = document.getElementById("comments");
const say = (text) => {
  const status = document.getElementById("conversation-status");
  if (status) status.textContent = text;
};
const toast = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: text }));
const words = () => document.getElementById("comments")?.dataset ?? {};

// A form that the server refused (422) is shown again with its errors, and keeps the text.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const form = requestConfig?.elt?.closest?.("[data-composer]");
  if (!form) return;
  if (new URL(xhr.responseURL || location.href, location.href).pathname.startsWith("/sign-in")) {
    event.detail.shouldSwap = false;
    toast(words().textSignedOut);
    say(words().textSignedOut);
  } else if (xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.target = form;
    event.detail.swapOverride = "outerHTML";
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const posted = document.querySelector("[data-just-posted]");
  if (posted) {
    say(posted.dataset.justPosted);
    posted.removeAttribute("data-just-posted");
    posted.focus({ preventScroll: true });
    posted.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    return;
  }
  const error = event.detail.elt?.querySelector?.(".composer__errors");
  const input = event.detail.elt?.querySelector?.(".composer__input");
  if (error && input) input.focus();
  else if (input && event.detail.elt.matches?.(".reply-slot, .comment__main")) {
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  }
});
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// "Show more": focus goes to the first comment that came.
let focusAfterMore = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  const more = event.detail.elt.closest?.("[data-more]");
  focusAfterMore = more ? more.closest("li")?.previousElementSibling ?? null : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (!focusAfterMore) return;
  focusAfterMore.nextElementSibling?.querySelector(".comment__main")?.focus({ preventScroll: true });
  focusAfterMore = null;
});

// Escape in an empty answer closes it and goes back to the button that opened it.
document.addEventListener("keydown", (event) => {
  const slot = event.target.closest?.(".reply-slot");
  if (event.key !== "Escape" || !slot || !event.target.matches("textarea") || event.target.value) return;
  const opener = document.querySelector(`[data-reply="${slot.id.replace("reply-", "")}"]`);
  slot.replaceChildren();
  opener?.focus();
});

// Once the conversation has been before the reader's eyes, the server is told.
if (section && "IntersectionObserver" in window) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    fetch(section.dataset.seen, { method: "POST", headers, credentials: "same-origin", keepalive: true }).catch(() => {});
  });
  observer.observe(section);
}

// A permanent link: focus goes to the comment, so that a screen reader reads on from there.
if (location.hash.startsWith("#comment-")) {
  document.querySelector(`${CSS.escape ? "#" + CSS.escape(location.hash.slice(1)) : location.hash} > .comment__main`)?.focus({ preventScroll: true });
}
