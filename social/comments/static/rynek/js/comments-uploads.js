// Pictures and files: chosen, pasted or dropped; sent at once, so that posting is quick.
const words = () => document.getElementById("comments")?.dataset ?? {};
const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
const toast = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: text }));

const keysOf = (form) => form.querySelector("[data-attachments]");
const write = (form) => {
  keysOf(form).value = [...form.querySelectorAll("[data-files] [data-key]")].map((row) => row.dataset.key).join(" ");
  form.dispatchEvent(new Event("draft-changed", { bubbles: true }));
};

const row = (form, file) => {
  const item = document.createElement("li");
  item.className = "attachment";
  const name = document.createElement("span");
  name.className = "truncate";
  name.textContent = file.name;
  const state = document.createElement("progress");
  state.max = 1;
  state.setAttribute("aria-label", words().textUploading || "");
  item.append(name, state);
  form.querySelector("[data-files]").append(item);
  return item;
};

const finish = (form, item, answer) => {
  item.dataset.key = answer.key;
  item.dataset.name = answer.name;
  item.firstElementChild.textContent = answer.name;
  item.querySelector("progress").remove();
  if (answer.is_image) {
    const label = document.createElement("input");
    label.className = "input input--s";
    label.placeholder = words().textDescribe || "";
    label.setAttribute("aria-label", words().textDescribe || "");
    label.maxLength = 300;
    label.addEventListener("change", () => {
      const body = new URLSearchParams({ description: label.value });
      fetch(`/attachments/${answer.key}/describe/`, { method: "POST", headers: headers(), body, credentials: "same-origin" }).catch(() => {});
    });
    item.append(label);
  }
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "btn btn--quiet btn--s btn--icon";
  remove.textContent = "×";
  remove.setAttribute("aria-label", `${words().textRemove || "Remove"} ${answer.name}`);
  remove.dataset.removeFile = "";
  item.append(remove);
  write(form);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-remove-file]");
  const form = button?.closest("[data-composer]");
  if (!form) return;
  button.closest("[data-key]").remove();
  write(form);
  form.querySelector(".composer__input").focus();
});
// A draft that comes back brings its files.
document.addEventListener("restore-files", (event) => {
  const form = event.target;
  for (const file of event.detail) {
    if (!form.querySelector(`[data-key="${CSS.escape(file.key)}"]`)) finish(form, row(form, file), file);
  }
});

const send = (form, file) =>
  new Promise((done) => {
    const item = row(form, file);
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file, file.name || "picture.png");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) item.querySelector("progress").value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        /* not JSON: the session has ended or the server is away */
      }
      if (request.status === 200 && answer.key) finish(form, item, answer);
      else {
        item.remove();
        toast(answer.error || document.body.dataset.failed || "");
      }
      done();
    });
    request.open("POST", words().upload);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.send(body);
  });

const take = async (form, files) => {
  const button = form.querySelector(".btn--primary");
  button.disabled = true;
  for (const file of files) await send(form, file);
  button.disabled = false;
};

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-file]")) return;
  const files = [...event.target.files];
  event.target.value = "";
  take(event.target.form, files);
});
document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("[data-composer]");
  const files = [...(event.clipboardData?.files ?? [])];
  if (!form || !files.length || !keysOf(form)) return;
  event.preventDefault();
  take(form, files);
});
document.addEventListener("dragover", (event) => {
  const form = event.target.closest?.("[data-composer]");
  if (!form || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  form.classList.add("composer--drop");
});
document.addEventListener("dragleave", (event) => event.target.closest?.("[data-composer]")?.classList.remove("composer--drop"));
document.addEventListener("drop", (event) => {
  const form = event.target.closest?.("[data-composer]");
  if (!form || !event.dataTransfer?.files.length || !keysOf(form)) return;
  event.preventDefault();
  form.classList.remove("composer--drop");
  take(form, [...event.dataTransfer.files]);
});
