// The search page. Its markup holds all words and elements, its address the query and filters.

const AT_ONCE = 10;
const TYPING_PAUSE = 200;
const BUSY_AFTER = 400;
const FAILED_AFTER = 4000;

const page = document.querySelector("[data-search]");
const root = new URL(page.dataset.root, document.baseURI);
const folders = page.dataset.indexes
  .split(" ")
  .filter(Boolean)
  .map((path) => new URL(path, root).href);
const form = page.querySelector(".search-form");
const field = form.elements.q;
const facets = page.querySelector(".search-facets");
const status = page.querySelector(".search-status");
const list = page.querySelector(".search-results");
const more = page.querySelector(".search-more");
const clear = page.querySelector("[data-clear]");
const language = document.documentElement.lang || "en";
const numbers = new Intl.NumberFormat(language);
const plurals = new Intl.PluralRules(language);
const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  dateStyle: "long",
  timeZone: "UTC",
});
const names = [...page.querySelectorAll("[data-facet]")].map((group) => group.dataset.facet);

let asked = { q: "", sort: "relevance", filters: {} };
let results = [];
let turn = 0;
let typing;
let loading;
let incomplete = false;

// The index

// Pagefind keeps to itself that a part of its index did not arrive, and finds nothing in it.
const fetchPart = window.fetch;
window.fetch = async (...request) => {
  const response = await fetchPart(...request).catch(() => Response.error());
  incomplete ||= !response.ok;
  return response;
};

/** The indexes, newest first, and how many entries each value of each filter has. */
function index() {
  loading ??= load();
  return loading;
}

async function load() {
  incomplete = false;
  const { createInstance } = await import(`${folders[0]}pagefind.js`);
  const parts = [];
  const totals = [];
  // One after the other: instances share one WebAssembly module, which the first sets up.
  for (const basePath of folders) {
    const part = createInstance({ basePath, noWorker: true });
    totals.push(await part.filters());
    parts.push(part);
  }
  const loaded = { parts, totals: summed(totals) };
  buildFacets(loaded.totals);
  return loaded;
}

function summed(counts) {
  const sums = {};
  for (const filters of counts) {
    for (const [name, values] of Object.entries(filters)) {
      sums[name] ??= Object.create(null);
      for (const [value, count] of Object.entries(values)) {
        sums[name][value] = (sums[name][value] ?? 0) + count;
      }
    }
  }
  return sums;
}

/** What is found, with the counts of what another value of each filter would find. */
async function answer({ q, sort, filters }) {
  const { parts } = await index();
  const byDate = !q || sort === "date";
  const found = async (given) => {
    const any = Object.fromEntries(
      Object.entries(given).map(([name, values]) => [name, { any: values }]),
    );
    const options = { filters: any, sort: byDate ? { date: "desc" } : {} };
    const answers = await Promise.all(parts.map((part) => part.search(q || null, options)));
    return {
      results: answers.flatMap((each) => each.results),
      counts: summed(answers.map((each) => each.filters)),
    };
  };
  const { results, counts } = await found(filters);
  if (!byDate) results.sort((a, b) => b.score - a.score);
  for (const name of Object.keys(filters)) {
    const { [name]: own, ...others } = filters;
    counts[name] = (await found(others)).counts[name];
  }
  return { results, counts };
}

// What is shown

function search(shown = AT_ONCE) {
  turn += 1;
  if (!folders.length) return message("empty");
  if (!asked.q && !Object.keys(asked.filters).length) return showNothing("hint");
  return attempt(async () => {
    const found = await answer(asked);
    const first = await entries(found.results.slice(0, shown));
    return () => {
      results = found.results;
      list.replaceChildren();
      append(first);
      updateFacets(found.counts);
    };
  });
}

function showMore() {
  const from = list.children.length;
  return attempt(async () => {
    const next = await entries(results.slice(from, from + AT_ONCE));
    return () => {
      append(next);
      list.children[from].querySelector("a").focus();
      history.replaceState({ shown: list.children.length }, "");
    };
  });
}

/** Loads, then shows what came unless a reader has asked anew meanwhile. */
async function attempt(load) {
  const mine = ++turn;
  const ifCurrent = (action) => mine === turn && action();
  // Pagefind may never answer. What comes later is shown all the same.
  const busy = setTimeout(() => ifCurrent(() => message("busy")), BUSY_AFTER);
  const failed = setTimeout(() => ifCurrent(() => showNothing("failed")), FAILED_AFTER);
  try {
    const show = await load();
    if (incomplete) throw new Error("A part of the index is missing.");
    ifCurrent(show);
  } catch {
    loading = undefined;
    ifCurrent(() => showNothing("failed"));
  } finally {
    clearTimeout(busy);
    clearTimeout(failed);
  }
}

const entries = (some) => Promise.all(some.map((result) => result.data()));

function append(some) {
  list.append(...some.map(item));
  more.hidden = list.children.length >= results.length;
  message(results.length ? `count-${plurals.select(results.length)}` : "none", results.length);
}

function showNothing(name) {
  results = [];
  list.replaceChildren();
  more.hidden = facets.hidden = true;
  message(name);
}

function message(name, count = 0) {
  const template =
    page.querySelector(`[data-message="${name}"]`) ??
    page.querySelector('[data-message="count-other"]');
  const text = template.content.cloneNode(true);
  if (name.startsWith("count-")) {
    text.firstElementChild.textContent = text.textContent.replace("#", numbers.format(count));
  }
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

// Filters

function buildFacets(totals) {
  for (const group of page.querySelectorAll("[data-facet]")) {
    const name = group.dataset.facet;
    const most = ([a, m], [b, n]) =>
      name === "year" ? b - a : n - m || a.localeCompare(b, language);
    const values = Object.entries(totals[name] ?? {}).sort(most);
    group.querySelector("ul").replaceChildren(...values.map(([value]) => choice(name, value)));
  }
}

function choice(name, value) {
  const shown = part("value");
  Object.assign(shown.querySelector("input"), { name, value });
  shown.querySelector("span").textContent = value;
  return shown;
}

function updateFacets(counts) {
  for (const group of page.querySelectorAll("[data-facet]")) {
    const chosen = asked.filters[group.dataset.facet] ?? [];
    for (const row of group.querySelectorAll("li")) {
      const box = row.querySelector("input");
      const count = counts[box.name]?.[box.value] ?? 0;
      box.checked = chosen.includes(box.value);
      row.querySelector("small").textContent = numbers.format(count);
      row.hidden = !count && !box.checked;
    }
    group.hidden = group.querySelectorAll("li").length < 2 && !chosen.length;
    group.open ||= chosen.length > 0;
  }
  const all = Object.values(asked.filters).flat().length;
  facets.hidden = !all && !results.length;
  facets.querySelector("[data-chosen]").textContent = all ? numbers.format(all) : "";
  clear.hidden = !all;
}

// The address

function read() {
  const given = new URLSearchParams(location.search);
  const filters = {};
  for (const name of names) if (given.has(name)) filters[name] = [...new Set(given.getAll(name))];
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
  for (const name of names) {
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

clear.addEventListener("click", () => {
  ask({ filters: {} }, { step: true });
  field.focus();
});

more.addEventListener("click", showMore);

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
form.hidden = !folders.length;
read();
search(history.state?.shown);
