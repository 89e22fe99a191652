// The inbox by keyboard: j and k move, Enter opens, e archives, u marks as read or unread.
const stories = () => [...document.querySelectorAll("[data-story]")];
// The story one is at. Remembered by name: after an answer of the server the focus is gone for a moment.
let current = "";
const typing = (node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const all = stories();
  const focused = all.findIndex((story) => story.contains(document.activeElement));
  const at = focused < 0 ? all.findIndex((story) => story.id === current) : focused;
  const here = all[at];
  if (event.key === "j" || event.key === "k") {
    const next = all[Math.min(all.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    current = next?.id ?? "";
  } else if (event.key === "Enter" && document.activeElement === here) {
    here.querySelector("a")?.click();
  } else if ((event.key === "e" || event.key === "u") && here) {
    const after = all[at + 1] ?? all[at - 1];
    here.querySelector(`[data-deed="${event.key}"]`)?.click();
    current = (event.key === "e" ? after?.id : here.id) ?? "";
    if (event.key === "e") after?.focus();
    else document.addEventListener("htmx:afterSettle", () => document.getElementById(current)?.focus(), { once: true });
  } else return;
  event.preventDefault();
});
