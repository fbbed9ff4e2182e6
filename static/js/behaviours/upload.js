// Takes dropped files into the form's file input and shows the progress of each while the form is sent to its own address.
// The answer is a page (the browser goes there) or {"message": "…"} with a status from 400 on.

const LIST_ITEM = "upload__file";

function readable(bytes) {
  const format = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(value);
  if (bytes < 1024) return `${format(bytes)}\u00a0Byte`;
  if (bytes < 1024 * 1024) return `${format(Math.round(bytes / 1024))}\u00a0KB`;
  return `${format(bytes / 1024 / 1024)}\u00a0MB`;
}

function fill(list, files) {
  list.replaceChildren();
  list.hidden = files.length === 0;
  return files.map((file) => {
    const item = document.createElement("li");
    const label = document.createElement("span");
    const bar = document.createElement("progress");
    item.className = LIST_ITEM;
    label.textContent = `${file.name}, ${readable(file.size)}`;
    bar.className = "progress__bar";
    bar.max = Math.max(1, file.size);
    bar.value = 0;
    bar.hidden = true;
    bar.setAttribute("aria-label", file.name);
    item.append(label, bar);
    list.append(item);
    return { file, bar };
  });
}

// The browser sends the files one after the other, so the bytes sent tell how far each of them is.
function advance(rows, sent) {
  let before = 0;
  for (const { file, bar } of rows) {
    bar.hidden = false;
    bar.value = Math.min(bar.max, Math.max(0, sent - before));
    before += file.size;
  }
}

function problemIn(request) {
  try {
    const answer = JSON.parse(request.responseText);
    return answer.message ?? answer.detail ?? "";
  } catch {
    return "";
  }
}

export function attach(form) {
  const zone = form.querySelector("[data-upload-zone]");
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-upload-list]");
  const status = zone.querySelector("[data-upload-status]");
  let rows = [];
  let isSending = false;

  function say(text, isProblem = false) {
    status.textContent = text;
    status.classList.toggle("upload__status--problem", isProblem);
  }

  function show() {
    const files = [...input.files];
    const size = readable(files.reduce((sum, file) => sum + file.size, 0));
    const text = files.length === 1 ? status.dataset.selectedOne : status.dataset.selected;
    rows = fill(list, files);
    say(files.length ? text.replace("{count}", files.length).replace("{size}", size) : "");
  }

  function take(files) {
    const chosen = new DataTransfer();
    const kept = input.multiple ? [...input.files] : [];
    for (const file of [...kept, ...files].slice(0, input.multiple ? undefined : 1)) chosen.items.add(file);
    input.files = chosen.files;
    show();
  }

  function fail(request) {
    isSending = false;
    say(problemIn(request) || status.dataset.failed, true);
  }

  function send(submitter) {
    const request = new XMLHttpRequest();
    const total = rows.reduce((sum, { file }) => sum + file.size, 0);
    let shown = -1;
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json, text/html;q=0.5");
    request.upload.addEventListener("progress", (event) => {
      const percent = Math.floor((100 * event.loaded) / Math.max(1, event.total));
      advance(rows, (event.loaded / Math.max(1, event.total)) * total);
      if (Math.floor(percent / 10) !== shown) {
        shown = Math.floor(percent / 10);
        say(status.dataset.sending.replace("{percent}", percent));
      }
    });
    request.upload.addEventListener("load", () => say(status.dataset.received));
    request.addEventListener("load", () => {
      if (request.status < 400) window.location.assign(locationIn(request));
      else fail(request);
    });
    request.addEventListener("error", () => fail(request));
    request.addEventListener("abort", () => fail(request));
    isSending = true;
    request.send(new FormData(form, submitter));
  }

  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("upload--over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("upload--over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => {
    if (isSending) event.preventDefault();
    else if (rows.length) {
      event.preventDefault();
      send(event.submitter);
    }
  });
  zone.querySelector("[data-upload-invitation]").hidden = false;
}

function locationIn(request) {
  try {
    return JSON.parse(request.responseText).location ?? request.responseURL;
  } catch {
    return request.responseURL;
  }
}
