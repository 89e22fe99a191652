// Suggestions while one types @name or #topic: an ARIA listbox driven from the text field.
const words = () => document.getElementById("comments")?.dataset ?? {};
const list = document.createElement("ul");
list.className = "suggest";
list.id = "suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", words().textSuggestions || "Suggestions");
list.hidden = true;
document.body.append(list);

let input = null;
let from = 0;
let wait;
let asked = 0;

/** What is being typed before the caret: {kind, query, start}, or null. */
const typed = (field) => {
  const text = field.value.slice(0, field.selectionStart);
  const found = /(^|[\s([{>*_])([@#])([^\s@#][^@#\n]{0,40}|)$/u.exec(text);
  if (!found) return null;
  const query = found[3];
  if (found[2] === "#" && /\s/.test(query)) return null;
  if (query.split(" ").length > 3 || /\s\S+\s$/.test(query) || query.endsWith("  ")) return null;
  return { kind: found[2] === "@" ? "name" : "topic", query, start: text.length - query.length - 1 };
};

const close = () => {
  list.hidden = true;
  list.replaceChildren();
  input?.removeAttribute("aria-activedescendant");
  input?.setAttribute("aria-expanded", "false");
};

const choose = (option) => {
  const text = `${option.dataset.insert} `;
  input.setRangeText(text, from, input.selectionStart, "end");
  close();
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
};

const mark = (option) => {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};

/** Where the caret is on the screen: a copy of the field up to the caret is measured. */
const caret = (field, at) => {
  const copy = document.createElement("div");
  const style = getComputedStyle(field);
  for (const name of ["font", "padding", "border", "lineHeight", "letterSpacing", "whiteSpace", "width", "boxSizing"]) copy.style[name] = style[name];
  copy.style.position = "absolute";
  copy.style.visibility = "hidden";
  copy.style.whiteSpace = "pre-wrap";
  copy.style.overflowWrap = "break-word";
  copy.textContent = field.value.slice(0, at);
  const point = document.createElement("span");
  point.textContent = "@";
  copy.append(point);
  document.body.append(copy);
  const box = field.getBoundingClientRect();
  const place = { left: box.left + scrollX + point.offsetLeft, top: box.top + scrollY + point.offsetTop - field.scrollTop + point.offsetHeight };
  copy.remove();
  return place;
};

const show = (items) => {
  if (!items.length) return close();
  list.replaceChildren(
    ...items.map((item, number) => {
      const option = document.createElement("li");
      option.id = `suggestion-${number}`;
      option.setAttribute("role", "option");
      option.dataset.insert = item.insert;
      const name = document.createElement("strong");
      name.textContent = item.text;
      const detail = document.createElement("span");
      detail.className = "muted small truncate";
      detail.textContent = item.detail;
      option.append(name, detail);
      return option;
    }),
  );
  const place = caret(input, from);
  list.hidden = false;
  list.style.top = `${place.top + 4}px`;
  list.style.left = `${Math.max(8, Math.min(place.left, innerWidth - list.offsetWidth - 16))}px`;
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "true");
  mark(list.firstElementChild);
};

document.addEventListener("input", (event) => {
  if (!event.target.matches?.(".composer__input")) return;
  clearTimeout(wait);
  if (!event.isTrusted) return close(); // a chosen name, or the toolbar: nothing was typed
  const now = typed(event.target);
  if (!now || (!now.query && now.kind === "topic")) return close();
  input = event.target;
  from = now.start;
  wait = setTimeout(async () => {
    const turn = ++asked;
    const query = new URLSearchParams({ q: now.query, kind: now.kind });
    const answer = await fetch(`${words().names}?${query}`, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected || turn !== asked) return;
    show((await answer.json()).items);
  }, 120);
});

document.addEventListener(
  "keydown",
  (event) => {
    if (list.hidden || event.target !== input) return;
    const at = [...list.children].findIndex((option) => option.getAttribute("aria-selected") === "true");
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      mark(list.children[(at + steps[event.key] + list.children.length) % list.children.length]);
    } else if (["Enter", "Tab"].includes(event.key) && !event.ctrlKey && !event.metaKey) {
      choose(list.children[at]);
    } else if (event.key === "Escape") {
      close();
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
list.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) choose(option);
  event.preventDefault();
});
document.addEventListener("focusout", (event) => {
  if (event.target === input) close();
});
