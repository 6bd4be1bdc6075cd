// What do single keys do? They go from entry to entry, and show which keys there are.

let dialog;

export default function keys(site) {
  return (key) => (key === "?" ? help(site) : step(site, key === "j"));
}

/** Moves the focus to the next or the previous entry: from where it is, else from what is on the screen. */
function step(site, forward) {
  const lines = new Map();
  for (const { link, line } of site.titles())
    if (link.offsetParent && !lines.has(line)) lines.set(line, link);
  const stops = [...lines.values()];
  const here = document.activeElement.closest("main *");
  const isAfter = (link) =>
    here
      ? here.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING
      : link.getBoundingClientRect().bottom > 0;
  const next = forward
    ? stops.find(isAfter)
    : stops.findLast((link) => link !== here && !isAfter(link));
  next?.focus();
}

async function help(site) {
  dialog ??= site.speaker().then((say) => document.body.appendChild(dialogOf(site, say)));
  const shown = await dialog;
  if (!shown.open) shown.showModal();
}

function dialogOf(site, say) {
  const { make } = site;
  const choice = make("input", { type: "checkbox", role: "switch" });
  choice.checked = !site.recall("keys")?.off;
  choice.onchange = () => {
    site.keysOff = !choice.checked;
    site.remember("keys", () => ({ off: site.keysOff }));
  };
  const close = make("button", { type: "button", autofocus: "" }, say("close"));
  close.onclick = () => shown.close();
  const line = ([key, does]) =>
    make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, say(`key_${does}`)));
  const does = { "/": "search", j: "next", k: "previous", "?": "help" };
  const shown = make(
    "dialog",
    { class: "help", "aria-labelledby": "help" },
    make("h2", { id: "help" }, say("keys")),
    make("dl", { class: "names" }, ...Object.entries(does).map(line)),
    make("p", {}, make("label", {}, choice, ` ${say("keys_on")}`)),
    close,
  );
  return shown;
}
