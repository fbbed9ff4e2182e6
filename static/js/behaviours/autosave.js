// Saves a form while it is filled in. The server answers
//   200 {"row_version": 4}   saved; the number goes into the field row_version
//   409 {…}                  somebody else saved in between: stop, the ordinary submit shows the difference
//   422 {…}                  not valid yet: nothing to say while typing, the ordinary submit will
// Files are left out.

const QUIET_MS = 1500;
const RETRY_MS = 15_000;

function withoutFiles(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) {
    if (value instanceof File) data.delete(name);
  }
  return data;
}

function time() {
  return new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" }).format(new Date());
}

export function attach(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = 0;
  let running = false;
  let dirty = false;
  let stopped = false;

  function say(text, isProblem = false) {
    status.textContent = text;
    status.classList.toggle("form-status--problem", isProblem);
  }

  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  async function take(response) {
    if (response.ok) {
      const answer = await response.json();
      const version = form.elements.namedItem("row_version");
      if (version && answer.row_version !== undefined) version.value = answer.row_version;
      say(status.dataset.saved.replace("{time}", time()));
    } else if (response.status === 409) {
      stopped = true;
      say(status.dataset.conflict, true);
    } else if (response.status >= 500) {
      throw new Error(`status ${response.status}`);
    }
  }

  async function save() {
    if (running || stopped || !dirty) return;
    running = true;
    dirty = false;
    say(status.dataset.saving);
    try {
      const headers = { Accept: "application/json", "X-Autosave": "1" };
      const body = withoutFiles(form);
      await take(await fetch(form.dataset.autosaveUrl, { method: "POST", body, headers, redirect: "error" }));
    } catch {
      dirty = true;
      say(status.dataset.failed, true);
      plan(RETRY_MS);
    }
    running = false;
    if (dirty && !stopped) plan(RETRY_MS);
  }

  function changed() {
    dirty = true;
    if (!stopped) plan(QUIET_MS);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
}
