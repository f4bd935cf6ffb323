// Files with a drop zone and progress. Without this script the plain file field does the same.
const WITH_FILES = "form[enctype='multipart/form-data']";

for (const form of document.querySelectorAll(WITH_FILES)) enhance(form);

function enhance(form) {
  const fields = [...form.querySelectorAll("input[type=file]")];
  for (const field of fields) zone(field);
  form.addEventListener("submit", (event) => {
    if (!fields.some((field) => field.files.length)) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}

function zone(field) {
  const group = field.closest(".govuk-form-group") || field.parentElement;
  const list = document.createElement("ul");
  list.className = "dz-drop__files";
  list.setAttribute("aria-live", "polite");
  group.classList.add("dz-drop");
  group.append(list);
  const show = () => {
    list.replaceChildren(
      ...[...field.files].map((file) => {
        const row = document.createElement("li");
        row.textContent = `${file.name} · ${Math.ceil(file.size / 1024)} KB`;
        return row;
      }),
    );
  };
  field.addEventListener("change", show);
  group.addEventListener("dragover", (event) => {
    event.preventDefault();
    group.classList.add("dz-drop--over");
  });
  group.addEventListener("dragleave", () => group.classList.remove("dz-drop--over"));
  group.addEventListener("drop", (event) => {
    event.preventDefault();
    group.classList.remove("dz-drop--over");
    const chosen = new DataTransfer();
    const sent = field.multiple ? [...field.files, ...event.dataTransfer.files] : [event.dataTransfer.files[0]];
    for (const file of sent) if (file) chosen.items.add(file);
    field.files = chosen.files;
    show();
  });
}

function send(form, button) {
  const data = new FormData(form, button);
  const note = form.querySelector("[data-upload-note]");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  if (note) {
    bar.setAttribute("aria-label", note.dataset.sending);
    note.replaceChildren(note.dataset.sending, " ", bar);
  }
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status === 200) location.assign(request.responseURL);
    else show(request.responseText);
  });
  // The page and everything typed on it stay as they are; the same button tries again.
  request.addEventListener("error", () => {
    if (note) note.textContent = note.dataset.lost;
  });
  request.send(data);
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("main");
  if (!main) return location.reload();
  document.querySelector("main").replaceWith(main);
  for (const form of main.querySelectorAll(WITH_FILES)) enhance(form);
  const focus = main.querySelector("[data-focus]");
  if (focus) focus.focus();
}
