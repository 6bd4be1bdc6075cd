// The search page. Its markup holds all words and elements, its address the query and filters.

const AT_ONCE = 10;
const TYPING_PAUSE = 200;
const BUSY_AFTER = 400;
const FAILED_AFTER = 4000;
/** How long a list may change after it was shown first: nobody has read and chosen yet. */
const SETTLED_AFTER = 1000;

// Named in the page with their versions.
const module = (name) => import(document.querySelector(`[data-module="${name}"]`).href);
const [{ archive }, { filters }] = await Promise.all(["archive", "filters"].map(module));

const page = document.querySelector("[data-search]");
const root = new URL(page.dataset.root, document.baseURI);
const index = page.dataset.index && archive(new URL(page.dataset.index, root).href);
const form = page.querySelector(".search-form");
const field = form.elements.q;
const status = page.querySelector(".search-status");
const list = page.querySelector(".search-results");
const more = page.querySelector(".search-more");
const better = page.querySelector(".search-better");
const language = document.documentElement.lang || "en";
const numbers = new Intl.NumberFormat(language);
const plurals = new Intl.PluralRules(language);
const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  dateStyle: "long",
  timeZone: "UTC",
});
const facets = filters(page, index, language);

const begun = () => ({ found: [], shown: [] });

let asked = { q: "", sort: "relevance", filters: {} };
let typing;

/** The search that is shown: what was found, in order of the segments, and what of it is shown. */
let run = begun();

// What is shown

async function search(wanted = AT_ONCE, { again = false } = {}) {
  clearTimeout(run.waiting);
  const mine = { ...begun(), asked, wanted, started: Date.now() };
  run = mine;
  better.hidden = true;
  if (!index) return message("empty");
  facets.begin(asked);
  if (!asked.q && !Object.keys(asked.filters).length) return showNothing("hint");
  // Pagefind may never answer. What comes later is shown all the same.
  const busy = setTimeout(() => mine === run && tellProgress(), BUSY_AFTER);
  const wait = () => {
    clearTimeout(mine.waiting);
    mine.waiting = setTimeout(() => mine === run && giveUp(), FAILED_AFTER);
  };
  wait();
  try {
    for await (const results of index.results(asked)) {
      if (mine !== run) return;
      wait();
      if (results) for (const result of results) mine.found.push(result);
      else mine.partly = true;
      await fill();
      if (mine !== run) return;
    }
    if (mine.partly && (await index.renewed()) && mine === run) return search(wanted);
    mine.done = true;
    await fill();
    if (mine !== run) return;
    finish();
  } catch {
    const renewed = await index.renewed().catch(() => false);
    if (mine !== run) return;
    // What was loaded of the index before may have been published anew since.
    if (renewed || !again) return search(wanted, { again: true });
    giveUp();
  } finally {
    clearTimeout(busy);
    clearTimeout(mine.waiting);
  }
}

const byDate = () => !run.asked.q || run.asked.sort === "date";

/** All that was found so far, in the order that was asked for. */
const ordered = () => (byDate() ? run.found : [...run.found].sort((a, b) => b.score - a.score));

/** Shows as many as are wanted, after those that are shown, which stay where they are. */
function fill() {
  const mine = run;
  mine.filling = Promise.resolve(mine.filling).catch(() => {}).then(async () => {
    const early = !mine.done && Date.now() - mine.started < SETTLED_AFTER;
    if (mine !== run || (early && !byDate() && mine.found.length < mine.wanted)) return;
    const lacking = mine.wanted - mine.shown.length;
    if (lacking <= 0 || mine.found.length === mine.shown.length) return;
    const known = new Set(mine.shown);
    const next = ordered().filter((result) => !known.has(result));
    await append(next.slice(0, lacking));
  });
  return mine.filling;
}

async function append(results) {
  const mine = run;
  const entries = await Promise.all(results.map((result) => result.data()));
  if (mine !== run) return;
  if (!mine.shown.length) {
    list.replaceChildren();
    Object.assign(mine, { first: Date.now(), scroll: scrollY });
    facets.show();
  }
  mine.shown.push(...results);
  list.append(...entries.map(item));
  more.hidden = mine.shown.length >= mine.found.length;
  if (Date.now() - mine.started > BUSY_AFTER) tellProgress();
}

/** Says how much was found, once every segment has answered. */
function finish() {
  const { found, shown } = run;
  if (!found.length && run.partly) return showNothing("failed");
  if (!found.length) showNothing("none");
  if (Object.keys(run.asked.filters).length) facets.show();
  more.hidden = shown.length >= found.length;
  if (found.length) tell();
  const best = ordered();
  if (shown.every((result, place) => result === best[place])) return;
  const touched = list.matches(":hover, :focus-within") || scrollY !== run.scroll;
  if (touched || Date.now() - run.first > SETTLED_AFTER) better.hidden = false;
  else rank();
}

/** Shows the best of all segments, where the best of the newest ones were shown first. */
async function rank() {
  const mine = run;
  const best = ordered().slice(0, mine.shown.length);
  const entries = await Promise.all(best.map((result) => result.data())).catch(() => undefined);
  if (mine !== run) return;
  better.hidden = Boolean(entries);
  if (!entries) return;
  mine.shown = best;
  list.replaceChildren(...entries.map(item));
}

/** Says how far the search is, each thing once: it is read out to some. */
function tellProgress() {
  const name = run.shown.length ? "so-far" : "busy";
  if (run.done || run.said === name) return;
  run.said = name;
  message(name, run.found.length);
}

function tell() {
  const { length } = run.found;
  message(run.partly ? "partly" : `count-${plurals.select(length)}`, length);
}

/** Says that no more is to be expected, with what there is. */
function giveUp() {
  if (run.shown.length) message("partly", run.found.length);
  else showNothing("failed");
}

async function showMore() {
  const from = list.children.length;
  run.wanted = from + AT_ONCE;
  try {
    await fill();
  } catch {
    return giveUp();
  }
  list.children[from]?.querySelector("a").focus();
  history.replaceState({ shown: list.children.length }, "");
}

function showNothing(name) {
  list.replaceChildren();
  more.hidden = better.hidden = true;
  facets.hide();
  message(name);
}

function message(name, count = 0) {
  const template =
    page.querySelector(`[data-message="${name}"]`) ??
    page.querySelector('[data-message="count-other"]');
  const text = template.content.cloneNode(true);
  const first = text.firstElementChild;
  first.textContent = first.textContent.replace("#", numbers.format(count));
  status.replaceChildren(text);
}

const part = (name) =>
  page.querySelector(`[data-part="${name}"]`).content.firstElementChild.cloneNode(true);

function item(entry) {
  const shown = part("result");
  const link = shown.querySelector("a");
  const time = shown.querySelector("time");
  link.href = new URL(entry.raw_url, root);
  link.textContent = entry.meta.title;
  time.dateTime = entry.meta.date;
  time.textContent = days.format(new Date(entry.meta.date));
  shown.querySelector(".search-topic").textContent = entry.filters.topic?.[0] ?? "";
  shown.querySelector(".search-excerpt").append(...excerpt(entry));
  if (entry.meta.language) {
    for (const text of shown.querySelectorAll("h2, .search-excerpt"))
      text.lang = entry.meta.language;
  }
  return shown;
}

/** Pagefind's excerpt as nodes. All but its marks is text, with `<` and `>` written as entities. */
function excerpt(entry) {
  const parts = entry.excerpt.split(/<mark>(.*?)<\/mark>/s).flatMap((text, place) => {
    const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return place % 2 ? marked(plain) : plain;
  });
  if (!entry.raw_content.startsWith(entry.plain_excerpt)) parts.unshift("… ");
  if (!entry.raw_content.endsWith(entry.plain_excerpt)) parts.push(" …");
  return parts;
}

/** Pagefind marks a word with its punctuation. */
function marked(text) {
  const [, before, word, after] = text.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su);
  const mark = document.createElement("mark");
  mark.textContent = word;
  return [before, mark, after];
}

// The address

function read() {
  const given = new URLSearchParams(location.search);
  const filters = {};
  for (const name of facets.names) if (given.has(name)) filters[name] = [...new Set(given.getAll(name))];
  asked = {
    q: (given.get("q") ?? "").trim(),
    sort: given.get("sort") === "date" ? "date" : "relevance",
    filters,
  };
  field.value = asked.q;
  form.elements.sort.value = asked.sort;
}

function address() {
  const given = new URLSearchParams();
  if (asked.q) given.set("q", asked.q);
  if (asked.sort === "date") given.set("sort", "date");
  for (const name of facets.names) {
    for (const value of asked.filters[name] ?? []) given.append(name, value);
  }
  const query = String(given);
  return location.pathname + (query && `?${query}`);
}

/** Searches anew. A step is something to go back from, unlike each letter that is typed. */
function ask(change, { step }) {
  clearTimeout(typing);
  asked = { ...asked, ...change };
  const moved = address() !== location.pathname + location.search;
  if (moved) history[step ? "pushState" : "replaceState"](null, "", address());
  search();
}

// What a reader does

field.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => ask({ q: field.value.trim() }, { step: false }), TYPING_PAUSE);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask({ q: field.value.trim() }, { step: true });
});

form.addEventListener("change", ({ target }) => {
  if (target.type === "radio") ask({ sort: target.value }, { step: true });
  if (target.type !== "checkbox") return;
  const { [target.name]: before = [], ...filters } = asked.filters;
  const now = before.filter((value) => value !== target.value);
  if (target.checked) now.push(target.value);
  if (now.length) filters[target.name] = now;
  ask({ filters }, { step: true });
});

page.querySelector("[data-clear]").addEventListener("click", () => {
  ask({ filters: {} }, { step: true });
  field.focus();
});

more.addEventListener("click", showMore);

better.addEventListener("click", async () => {
  await rank();
  list.querySelector("a")?.focus();
});


page.addEventListener("keydown", (event) => {
  const stops = [field, ...list.querySelectorAll("a"), more];
  const here = stops.indexOf(event.target);
  const next = stops[here + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0)];
  if (here < 0 || event.isComposing) return;
  if (event.key === "Escape") {
    field.value = "";
    ask({ q: "" }, { step: false });
    field.focus();
  } else if (!next || next === event.target || next.hidden) return;
  else next.focus();
  event.preventDefault();
});

addEventListener("popstate", () => {
  read();
  search(history.state?.shown);
});

page.querySelector(".search-unscripted").hidden = true;
form.hidden = !index;
read();
search(history.state?.shown);
