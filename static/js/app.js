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
