// A draft that saves itself. Without this script the button "Save" does the same.
const WAIT = 2500;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const note = form.querySelector("[data-autosave-note]");
  let timer = 0;
  let running = null;
  let dirty = false;

  const say = (name) => {
    if (note) note.textContent = note.dataset[name] || "";
  };

  const answers = () => {
    const data = new FormData(form);
    // Files go only by the button: a file is sent once, and with its progress.
    for (const field of form.querySelectorAll("input[type=file]")) data.delete(field.name);
    return data;
  };

  const save = () => {
    running ??= attempt().finally(() => {
      running = null;
      if (dirty) plan();
    });
  };

  const attempt = async () => {
    dirty = false;
    say("saving");
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body: answers(),
        headers: { "X-Autosave": "1" },
        credentials: "same-origin",
      });
      if (answer.status === 200) {
        form.elements.version.value = (await answer.json()).version;
        say("saved");
      } else if (answer.status === 409) say("stale");
      else if (answer.status === 422) say("incomplete");
      else say("failed");
    } catch {
      say("failed");
    }
  };

  const plan = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };

  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") plan();
  });
  // A save in passing that is under way is waited for: its new version belongs to this one.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!running) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await running;
    clearTimeout(timer);
    form.requestSubmit(event.submitter);
  });
}
