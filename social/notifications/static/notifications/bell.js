// Asks for the bell every half minute while the tab is looked at; the answer is mostly 304.
// Where a conversation is open it asks for that as well and offers what is new in it.
const EVERY = 30_000;
let etag = "";
let timer = 0;

function question(bell) {
  const address = new URL(bell.dataset.poll, location.href);
  const talk = document.querySelector("[data-conversation]");
  if (talk) {
    const ids = [...talk.querySelectorAll("[id^='comment-']")].map((c) => Number(c.id.slice(8)) || 0);
    address.searchParams.set("page", talk.dataset.conversation);
    address.searchParams.set("since", Math.max(0, ...ids));
  }
  return address;
}

function show(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").body;
  const bell = document.getElementById("bell");
  const fresh = parts.querySelector("#fresh-comments");
  const focused = document.activeElement === bell;
  const next = parts.querySelector("#bell");
  bell.replaceWith(next);
  if (focused) next.focus();
  document.getElementById("fresh-comments")?.remove();
  if (fresh) {
    document.querySelector("[data-conversation]")?.append(fresh);
    window.htmx?.process(fresh);
  }
}

async function ask() {
  const bell = document.getElementById("bell");
  if (!bell || document.hidden) return;
  try {
    const response = await fetch(question(bell), {
      headers: etag ? { "If-None-Match": etag } : {},
      credentials: "same-origin",
      redirect: "error", // signed out: the next page will say so
      cache: "no-store",
    });
    if (response.status === 200) {
      etag = response.headers.get("ETag") ?? "";
      show(await response.text());
    }
  } catch {
    // offline or signed out: the next look will tell
  }
}

const start = () => {
  clearInterval(timer);
  timer = setInterval(ask, EVERY);
};
document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearInterval(timer);
  else {
    ask();
    start();
  }
});
document.addEventListener("bell", ask); // HX-Trigger: bell, after something was marked
start();
