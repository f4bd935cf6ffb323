// Small helps; every page works without them.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

document.addEventListener("keydown", (event) => {
  const search = document.querySelector("input[type=search]");
  if (search && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    search.focus();
  }
});

// A fragment that is being renewed keeps its content and says that it is busy.
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target.removeAttribute("aria-busy");
});
