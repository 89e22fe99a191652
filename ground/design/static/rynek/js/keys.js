// Keyboard: "/" searches, "g" then a letter goes somewhere, "?" lists the shortcuts.
// A link says where its letter leads: <a href="…" data-key="n">News</a>. The page may add
// single-key actions with data-press="f" on any button or link (for example "follow").
const typing = (node) =>
  node?.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node?.tagName ?? "");
let waiting = 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target) && event.target.type === "search") {
    event.target.blur();
    return;
  }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;

  if (Date.now() < waiting) {
    waiting = 0;
    const link = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (event.key === "g") {
    waiting = Date.now() + 1500;
  } else if (event.key === "/") {
    const field = [...document.querySelectorAll("[data-search]")].find((f) => f.offsetParent);
    if (!field) return;
    event.preventDefault();
    if (field.matches("input")) {
      field.focus();
      field.select();
    } else field.click();
  } else if (event.key === "?") {
    document.getElementById("shortcuts")?.showModal?.();
  } else if (event.key.length === 1) {
    const target = document.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
    if (target?.offsetParent) {
      event.preventDefault();
      target.click();
    }
  }
});
