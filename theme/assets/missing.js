// Looks where a missing entry would stand, and offers those with the most similar address or title.

const MOST = 5;
/** From this similarity on, entries are taken for what was looked for, and no wider list is asked. */
const ALIKE = 0.45;

const near = document.querySelector("[data-near]");
const root = new URL(near.dataset.near, location.href).pathname;

/** Letters and digits alone, whatever their accents and case. */
function plain(text) {
  return text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The pairs of letters that stand side by side. */
function pairs(text) {
  const letters = [...plain(text)];
  return letters.slice(1).map((letter, at) => letters[at] + letter);
}

/** How alike two texts are, from 0 to 1: the part of their pairs of letters that both have. */
function likeness(one, other) {
  const left = pairs(one);
  const right = pairs(other);
  if (!left.length || !right.length) return plain(one) === plain(other) ? 1 : 0;
  const unmatched = [...right];
  let common = 0;
  for (const pair of left) {
    const at = unmatched.indexOf(pair);
    if (at < 0) continue;
    unmatched.splice(at, 1);
    common += 1;
  }
  return (2 * common) / (left.length + right.length);
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The entries that a page of the bulletin names, by their address; none where there is no page. */
async function entriesOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = new Map();
  for (const link of page.querySelectorAll("main :is(h1, h2, h3, h4, li) a[href]")) {
    const url = new URL(link.getAttribute("href"), new URL(address, location.href));
    const path = decoded(url.pathname).slice(root.length);
    const [entry, slug] = path.match(/^\d{4}\/\d\d\/\d\d\/([^/]+)\/$/) ?? [];
    if (url.origin === location.origin && entry && !found.has(entry)) {
      found.set(entry, { slug, path: url.pathname, title: link.textContent, lang: link.lang });
    }
  }
  return [...found.values()];
}

/** The entries most like what was asked for, the most similar first, those far behind it left out. */
function nearest(entries, slug) {
  const found = entries
    .map((entry) => ({
      ...entry,
      likeness: Math.max(likeness(slug, entry.slug), likeness(slug, entry.title)),
    }))
    .sort((one, other) => other.likeness - one.likeness);
  return found.slice(0, MOST).filter((one) => one.likeness >= found[0].likeness / 2);
}

function show(entries) {
  near.querySelector("ul").replaceChildren(
    ...entries.map(({ path, title, lang }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = path;
      link.textContent = title;
      if (lang) link.lang = lang;
      item.append(link);
      return item;
    }),
  );
  near.hidden = !entries.length;
}

/** Ask the day's briefing, then the month's page and the year's, until something similar is found. */
async function look() {
  const path = decoded(location.pathname).slice(root.length);
  const [, year, month, day, slug] = path.match(/^(\d{4})\/(\d\d?)\/(\d\d?)\/([^/]+)/) ?? [];
  if (!slug) return;
  const two = (number) => number.padStart(2, "0");
  let best = [];
  for (const part of [`${two(month)}/${two(day)}/`, `${two(month)}/`, ""]) {
    const found = nearest(await entriesOf(`${root}${year}/${part}`), slug);
    if (!best.length || found[0]?.likeness >= ALIKE) best = found;
    if (best[0]?.likeness >= ALIKE) break;
  }
  show(best);
}

look().catch(() => {});
