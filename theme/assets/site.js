// Improves every page; each works without it. What only some pages or readers need stands in site/.

const WRITING = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])";
/** Where links are no titles of a list. */
const ASIDE = "nav, .body, .introduction, .plain, .figures, .anchor, [hreflang]";
const MINUTES_OF_A_DAY = 24 * 60;

const own = new URL(import.meta.url);
const root = new URL("../", own);
const language = document.documentElement.lang || "en";

/** Modules and phrases are asked for under this script's version, which changes with theirs. */
const beside = (path) => new URL(path + own.search, own).href;
const use = async (name) => (await import(beside(`site/${name}.js`))).default(site);

// What the modules have in common

/** The way from the bulletin's root to a page, without a slash at its end. */
const pathOf = ({ href, pathname }) =>
  href.startsWith(root.href) ? pathname.slice(root.pathname.length).replace(/\/$/, "") : undefined;
const isEntry = (path) => /^\d{4}\/\d\d\/\d\d\/[^/]+$/.test(path);

/** The links of a page's lists to entries, each with the entry's id and the line that it stands in. */
function titles() {
  const links = [...document.querySelectorAll("main a[href]")].map((link) => {
    const line = link.closest("li, h2, h3, h4, h5, h6, td, th, dd, p") ?? link.parentElement;
    return { link, id: pathOf(link), line };
  });
  return links.filter(({ link, id }) => isEntry(id) && id !== site.path && !link.closest(ASIDE));
}

const key = (name) => `briefings ${root.pathname} ${name}`;

/** What this browser remembers, if it does, and if it makes sense. */
function recall(name, isValid = Boolean) {
  try {
    const value = JSON.parse(localStorage.getItem(key(name)));
    if (value.v === 1 && isValid(value)) return value;
  } catch {}
  return undefined;
}

/** Changes what is remembered and gives it; undefined where the browser refuses. */
function remember(name, change, isValid) {
  const value = change(recall(name, isValid));
  try {
    if (value) localStorage.setItem(key(name), JSON.stringify({ v: 1, ...value }));
    return value;
  } catch {
    return undefined;
  }
}

/** Calls when another tab changed what is remembered. */
const onChange = (name, call) =>
  addEventListener("storage", (event) => event.key === key(name) && call());

/** What says a phrase by its key. */
let speaking;
const speaker = () => (speaking ??= fetch(beside("phrases.json")).then(speakerOf));

async function speakerOf(answer) {
  const phrases = await answer.json();
  const plurals = new Intl.PluralRules(language);
  return (name, values = {}) => {
    const phrase = phrases[name];
    const form = plurals.select(Number.parseInt(values.count));
    return (phrase[form] ?? phrase.other ?? phrase).replace(/{(\w+)}/g, (_, part) => values[part]);
  };
}

/** An element that the page did not come with. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  element.dataset.added = "";
  for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute]);
  element.append(...children);
  return element;
}

/** Says something to everybody: it is shown for a while, and read out. */
let status;
async function announce(name, values) {
  status ??= document.body.appendChild(make("p", { class: "said", role: "status" }));
  const text = (await speaker())(name, values);
  status.textContent = text;
  setTimeout(() => status.textContent === text && status.replaceChildren(), 6000);
}

const site = {
  root,
  path: pathOf(location),
  pathOf,
  isEntry,
  titles,
  recall,
  remember,
  onChange,
  speaker,
  make,
  announce,
};

// Keys

const areOff = () => recall("keys")?.off ?? site.keysOff;

/** The search page's own field, else the one in the header. */
const searchField = () =>
  document.querySelector("[data-search] form:not([hidden]) input[type=search]") ??
  document.querySelector("[role=search] input[type=search]");

/** Once loaded it acts before the next key. */
let press = async (key) => (press = await use("keys"))(key);

document.addEventListener("keydown", (event) => {
  const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
  if (!plain || !["/", "?", "j", "k"].includes(event.key)) return;
  if (event.target.closest(`${WRITING}, dialog`) || areOff()) return;
  const field = event.key === "/" && searchField();
  if (event.key !== "/") press(event.key);
  else if (field) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

// Times

const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

/** How long ago it was, or how soon it will be, within a week; else nothing. */
function distance(iso) {
  const timed = iso.includes("T");
  const then = new Date(timed ? iso : `${iso}T00:00`);
  const minutes = Math.trunc((then - Date.now()) / 60_000);
  const size = timed ? Math.abs(minutes) : MINUTES_OF_A_DAY;
  if (size < 60) return format.format(minutes, "minute");
  if (size < MINUTES_OF_A_DAY) return format.format(Math.trunc(minutes / 60), "hour");
  const midnights = then.setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0);
  const days = Math.round(midnights / 60_000 / MINUTES_OF_A_DAY);
  return Math.abs(days) < 7 && format.format(days, "day");
}

function tellTimes() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const said = distance(time.dateTime);
    if (!said) continue;
    time.title = said;
    // Beside the time where it ends a line, so that nothing moves.
    const line = time.closest(".kicker, .day-heading");
    if (!line || [...line.querySelectorAll("time")].at(-1) !== time) continue;
    line.querySelector(".ago")?.remove();
    line.append(make("span", { class: "ago" }, ` · ${said}`));
  }
}

// Copies

const copy = (text) =>
  navigator.clipboard.writeText(text).then(
    () => announce("copied"),
    () => announce("not_copied"),
  );

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.anchor");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || !navigator.clipboard) return;
  event.preventDefault();
  copy(link.href);
});

async function addButtons() {
  const bare = "[data-copy]:not(:has(+ .copy))";
  if (!document.querySelector(bare)) return;
  const say = await speaker();
  for (const one of document.querySelectorAll(bare)) {
    const button = make("button", { type: "button", class: "copy" });
    button.onclick = () => copy(one.textContent.trim());
    button.append(say("copy"));
    one.after(button);
  }
}

// What a page asks for

function improve() {
  tellTimes();
  const shortcuts = document.querySelector("[data-keys]");
  if (shortcuts) {
    shortcuts.hidden = false;
    shortcuts.onclick = () => press("?");
  }
  if (navigator.clipboard) addButtons();
  // A browser that refuses to remember refuses here.
  if (!remember("keys", (value) => value ?? {})) return;
  use("visits");
  if (/^((topics|stories)\/.+)?$/.test(site.path)) use("following");
}

improve();
addEventListener("pageshow", ({ persisted }) => persisted && improve());
addEventListener("briefings-updated", improve);
