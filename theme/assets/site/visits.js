// What is new since the last visit? What was shown is remembered in this browser, and nowhere else.
//
// Remembered are the ids that were `seen` in earlier visits and `now` in this one, the day from which on others
// are new (`floor`), the `latest` day that was known, the `list` of what came last, and when it was `asked` for.
// An id is an entry's, `2024/06/14/terms`, or a correction's, `2024/06/15 2024/06/14/terms`.

/** How long a reader is away before another visit, and how long a list is taken for the newest. */
const PAUSE = 30 * 60_000;
const RECENT = 10 * 60_000;
/** How many ids are remembered. */
const MOST = 500;

const day = (id) => id.slice(0, 10);
const later = (one, other) => (one > other ? one : other);
const earlier = (one, other) => (one < other ? one : other);
/** Of the days of the list only what it names: the rest are withdrawn entries and such. */
const isNew = ({ floor, seen, list }, id) =>
  day(id) >= floor &&
  !seen.includes(id) &&
  (day(id) < list.since || list.entries.includes(id) || list.corrections.includes(id));

const isValid = ({ seen, now, list }) =>
  [seen, now, list.entries, list.corrections].every((ids) => ids.every((id) => id.includes("/")));

/** With what was shown, without what is too old to be new, and without the oldest days of too many. */
function closed(state, floor, shown) {
  const ids = [...new Set([...state.seen, ...state.now, ...shown])];
  let seen = ids.filter((id) => day(id) >= floor).sort().reverse();
  const kept = seen.length > MOST && seen.filter((id) => day(id) > day(seen[MOST]));
  if (kept.length) [seen, floor] = [kept, day(kept.at(-1))];
  return { ...state, seen, floor, now: [] };
}

const allRead = (state, { since, entries, corrections }) =>
  closed(state, later(state.floor, since), [...entries, ...corrections]);

/** The state of this visit; at the first one ever all is known, and nothing new. */
function arrived(before, list, asked) {
  const at = Date.now();
  let state = before ?? allRead({ seen: [], now: [], floor: "" }, list);
  // What had gone out of the list before the last visit is not new any more.
  if (Math.abs(at - state.at) > PAUSE)
    state = closed(state, later(state.floor, earlier(list.since, state.latest)), []);
  return { ...state, at, asked, list, latest: day(list.entries[0] ?? "") };
}

/** What is new behind a link: its entry, and what was corrected of it. */
function newBehind(state, id, hash = "") {
  const [, when] = hash.match(/^#correction-([\d-]{10})/) ?? [];
  const ids = when
    ? [`${when.replaceAll("-", "/")} ${id}`]
    : [id, ...state.list.corrections.filter((one) => one.endsWith(` ${id}`))];
  return ids.filter((one) => isNew(state, one));
}

let begun = false;
/** The lines of the page's lists that name something new, each with its ids. */
const lines = new Map();

export default function visits(site) {
  const { make, root } = site;
  const remember = (change) => site.remember("visits", change, isValid);
  const change = (make) => remember((state) => state && make(state));
  const note = (ids) =>
    ids.length && change((state) => ({ ...state, now: [...new Set([...state.now, ...ids])].slice(-MOST) }));

  // An entry is shown when its line was on the screen for a moment, or its page opened.
  const waiting = new Map();
  const watcher = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      clearTimeout(waiting.get(target));
      if (isIntersecting) waiting.set(target, setTimeout(() => note(lines.get(target) ?? []), 1000));
    }
  }, { threshold: 0.5 });

  const dot = (sort) => make("span", { class: `dot dot-${sort}` });

  function markLines(state, say) {
    for (const [line, ids] of lines) {
      if (ids.some((id) => isNew(state, id))) continue;
      line.querySelector(".fresh")?.remove();
      lines.delete(line);
    }
    for (const { link, id, line } of site.titles()) {
      const ids = newBehind(state, id, link.hash);
      if (!ids.length || line.querySelector(".fresh")) continue;
      const sort = ids.includes(id) ? "new" : "corrected";
      const text = make("span", { class: "visually-hidden" }, `${say(sort)}: `);
      line.prepend(make("span", { class: "fresh", title: say(sort) }, dot(sort), text));
      lines.set(line, ids);
      watcher.observe(line);
    }
  }

  function markMasthead(state, say) {
    const before = document.querySelector(".news");
    const { since, entries, corrections } = state.list;
    const fresh = entries.filter((id) => isNew(state, id));
    const news = corrections.filter((id) => isNew(state, id)).map((id) => id.slice(11));
    const corrected = new Set(news.filter((id) => !isNew(state, id)));
    // Where all in the list is new, there may be more for which it has no room.
    const more = fresh.length === entries.length && state.floor < since ? "+" : "";
    const kinds = [
      ["new", fresh.length + more, ""],
      ["corrected", corrected.size, "corrections/"],
    ].filter(([, count]) => Number.parseInt(count));
    if (!kinds.length) return before?.remove();
    const counts = kinds.map(([sort, count]) => [dot(sort), make("span", {}, say(`count_${sort}`, { count }))]);
    const links = kinds.map(([, , path], at) => make("a", { href: root.pathname + path }, counts[at][1].textContent));
    const read = make("button", { type: "button" }, say("read_all"));
    read.onclick = readAll;
    const box = make(
      "details",
      { class: "news" },
      make("summary", {}, ...counts.flat()),
      make("div", {}, ...links, make("p", {}, say("since")), read),
    );
    if (before) return before.replaceWith(box);
    const row = document.querySelector(".masthead-row");
    row?.insertBefore(box, row.querySelector(".masthead-day"));
  }

  async function show(state) {
    if (!state) return;
    const { entries, corrections } = state.list;
    const any = [...entries, ...corrections, ...site.titles().map(({ id }) => id)];
    const marked = document.querySelector(".fresh, .news");
    if (!marked && !any.some((id) => isNew(state, id))) return;
    const say = await site.speaker();
    markLines(state, say);
    markMasthead(state, say);
  }

  async function readAll() {
    await show(change((state) => allRead(state, state.list)));
    site.announce("read_done");
    document.querySelector("main").focus({ preventScroll: true });
  }

  async function listed() {
    const answer = await fetch(new URL("new.json", root), { cache: "no-cache" }).catch(() => ({}));
    return answer.ok ? answer.json() : undefined;
  }

  async function arrive() {
    const known = site.recall("visits", isValid);
    const recent = Math.abs(Date.now() - known?.asked) < RECENT && known;
    const list = recent ? known.list : ((await listed()) ?? known?.list);
    const state = list && remember((before) => arrived(before, list, recent ? known.asked : Date.now()));
    await show(state);
    if (state && site.isEntry(site.path) && !document.hidden) note(newBehind(state, site.path));
  }

  if (!begun) {
    site.onChange("visits", () => show(site.recall("visits", isValid)));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) change((state) => ({ ...state, at: Date.now() }));
      else arrive();
    });
    for (const kind of ["click", "focusin"]) {
      document.addEventListener(kind, ({ target }) => {
        const box = document.querySelector(".news[open]");
        if (box && !box.contains(target)) box.open = false;
      });
    }
  }
  begun = true;
  return arrive();
}
