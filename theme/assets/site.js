// Improves every page; each works without it.

const WRITING = [
  "textarea",
  "select",
  "[contenteditable]",
  "input:not([type=checkbox], [type=radio], [type=submit], [type=button])",
].join();

/** The search page's own field, else the one in the header. */
function searchField() {
  return (
    document.querySelector("[data-search] form:not([hidden]) input[type=search]") ??
    document.querySelector("[role=search] input[type=search]")
  );
}

document.addEventListener("keydown", (event) => {
  const plain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  const field = searchField();
  if (!plain || !field || event.target.closest(WRITING)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
