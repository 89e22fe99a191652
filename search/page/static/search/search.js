// The panel under the search field: it answers while one types. Without it the form simply submits.
const WAIT = 120; // ms after the last key

class Panel {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("[data-search]");
    this.box = document.createElement("div");
    this.box.className = "search-panel";
    this.box.id = `search-panel-${[...document.querySelectorAll("[data-search-form]")].indexOf(form)}`;
    this.box.setAttribute("role", "listbox");
    this.box.setAttribute("aria-label", this.field.getAttribute("aria-label"));
    this.box.hidden = true;
    form.append(this.box);
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.box.id);
    this.field.setAttribute("aria-expanded", "false");
    this.field.addEventListener("input", () => this.later());
    this.field.addEventListener("focus", () => this.ask());
    this.field.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) this.close();
    });
    // A click on an option must not take the focus (and the panel) away before it counts.
    this.box.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.field.value.trim();
    // The search page itself shows recent and popular searches below the field.
    if (!text && this.form.matches(".search-box")) return this.close();
    this.request?.abort();
    this.request = new AbortController();
    try {
      const address = `${this.form.dataset.panel}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, {
        signal: this.request.signal,
        headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok || answer.redirected) return this.close();
      this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(html) {
    if (document.activeElement !== this.field) return;
    this.box.innerHTML = html;
    // The server gives ids; two panels on a page must not share them.
    for (const option of this.options) option.id = `${this.box.id}-${option.id}`;
    this.choose(-1);
    const isEmpty = !this.options.length;
    this.box.hidden = isEmpty;
    this.field.setAttribute("aria-expanded", String(!isEmpty));
  }

  close() {
    this.request?.abort();
    clearTimeout(this.timer);
    this.box.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  get options() {
    return [...this.box.querySelectorAll("[role=option]")];
  }

  choose(number) {
    this.chosen = number;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const option = this.options[number];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const count = this.options.length;
    if (event.key === "Escape" && !this.box.hidden) {
      event.preventDefault();
      event.stopPropagation(); // the first Escape closes, the second leaves the field
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      if (this.box.hidden) return void this.ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = this.chosen + step;
      this.choose(next < -1 ? count - 1 : next >= count ? -1 : next);
    } else if (event.key === "Enter" && !this.box.hidden && this.options[this.chosen]) {
      event.preventDefault();
      this.options[this.chosen].click();
    }
  }
}

for (const form of document.querySelectorAll("[data-search-form]")) new Panel(form);

// Typed filters become choices of the facets as soon as one changes these: the field follows.
document.addEventListener("htmx:afterSettle", (event) => {
  const field = document.querySelector(".search-box [data-search]");
  if (event.detail.target?.id !== "answer" || !field || field === document.activeElement) return;
  field.value = document.querySelector("#answer [data-searched]")?.value ?? "";
});

// Which searches lead somewhere: the list says where to report that a hit was opened.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opened] [data-hit] a");
  const list = link?.closest("[data-opened]");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!list || !token) return;
  const report = new FormData();
  report.set("q", list.dataset.query);
  report.set("csrfmiddlewaretoken", token);
  navigator.sendBeacon(list.dataset.opened, report);
});
