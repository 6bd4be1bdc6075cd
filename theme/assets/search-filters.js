// The search page's filters: which values they have, and how much each would find.

/** The newest segments, which show the values of a filter before a reader opens it. */
const GLIMPSE = 5;

/** Gives what brings the filters of a page in line with a search. */
export function filters(page, index, language) {
  const panel = page.querySelector(".search-facets");
  const counting = page.querySelector(".search-counting");
  const clear = page.querySelector("[data-clear]");
  const value = page.querySelector('[data-part="value"]').content.firstElementChild;
  const numbers = new Intl.NumberFormat(language);
  const groups = Object.fromEntries(
    [...page.querySelectorAll("[data-facet]")].map((group) => [group.dataset.facet, group]),
  );
  const names = Object.keys(groups);
  /** The search that is shown, what of it has been counted, and how many counts are under way. */
  let run;

  /** Marks what a search asks for. */
  function begin(asked) {
    run = { asked, counted: new Set(), tallies: 0, shown: false, glimpsed: false };
    for (const [name, group] of Object.entries(groups)) {
      const chosen = asked.filters[name] ?? [];
      for (const box of group.querySelectorAll("input")) box.checked = chosen.includes(box.value);
      group.open ||= chosen.length > 0;
    }
    const all = Object.values(asked.filters).flat().length;
    panel.querySelector("[data-chosen]").textContent = all ? numbers.format(all) : "";
    clear.hidden = !all;
    if (all) panel.hidden = false;
  }

  function show() {
    panel.hidden = false;
    run.shown = true;
    count();
  }

  function hide() {
    panel.hidden = true;
  }

  /** Counts what each value would find: of all filters a glimpse, of those that are open all. */
  function count() {
    if (!panel.open || !run?.shown) return;
    const uncounted = names.filter((name) => !run.counted.has(name));
    const open = uncounted.filter((name) => groups[name].open);
    for (const name of open) run.counted.add(name);
    if (!run.glimpsed) tally(uncounted.filter((name) => !groups[name].open), GLIMPSE);
    run.glimpsed = true;
    tally(open);
  }

  /** Shows counts as the segments give them, of the newest ones only if told. */
  async function tally(some, most = Infinity) {
    const mine = run;
    const sums = Object.fromEntries(some.map((name) => [name, new Map()]));
    let seen = 0;
    if (!some.length) return;
    mine.tallies += 1;
    counting.hidden = false;
    try {
      for await (const found of index.counts(mine.asked, some)) {
        if (mine !== run) return;
        for (const name of some) add(found?.[name] ?? {}, sums[name]);
        for (const name of some) if (seeks(name)) showCounts(name, sums[name]);
        seen += 1;
        if (seen === most) break;
      }
      const whole = seen === (await index.size());
      if (mine !== run) return;
      for (const name of some) if (seeks(name)) showCounts(name, sums[name], { whole });
    } catch {
      // What is shown of the results says already that something did not arrive.
    }
    if (mine !== run) return;
    mine.tallies -= 1;
    counting.hidden = !mine.tallies;

    // A glimpse leaves alone what a reader has opened meanwhile.
    function seeks(name) {
      return most === Infinity || !mine.counted.has(name);
    }
  }

  function showCounts(name, counts, { whole = false } = {}) {
    const group = groups[name];
    const rows = rowsOf(group, counts);
    for (const [value, row] of rows) {
      const count = counts.get(value) ?? 0;
      row.querySelector("small").textContent = numbers.format(count);
      // A row that is there goes only when its count is that of all segments.
      row.hidden = !count && !row.querySelector("input").checked && (whole || row.hidden);
    }
    group.hidden = rows.size < (whole && !group.open ? 2 : 1) && !run.asked.filters[name];
  }

  /** The rows of a filter by their values. Those of one that is open stay where they are. */
  function rowsOf(group, counts) {
    const name = group.dataset.facet;
    const list = group.querySelector("ul");
    const rows = new Map([...list.children].map((row) => [row.querySelector("input").value, row]));
    for (const value of counts.keys()) if (!rows.has(value)) rows.set(value, choice(name, value));
    const number = (value) => counts.get(value) ?? 0;
    const most = (a, b) =>
      name === "year" ? b - a : number(b) - number(a) || a.localeCompare(b, language);
    const all = [...rows.keys()];
    const placed = group.open ? all.filter((value) => !rows.get(value).isConnected) : all;
    list.append(...placed.sort(most).map((value) => rows.get(value)));
    return rows;
  }

  function choice(name, text) {
    const row = value.cloneNode(true);
    const checked = run.asked.filters[name]?.includes(text) ?? false;
    Object.assign(row.querySelector("input"), { name, value: text, checked });
    row.querySelector("span").textContent = text;
    row.hidden = true;
    return row;
  }

  for (const each of [panel, ...Object.values(groups)]) each.addEventListener("toggle", count);
  return { names, begin, show, hide };
}

function add(counts, sums) {
  for (const [value, count] of Object.entries(counts)) {
    sums.set(value, (sums.get(value) ?? 0) + count);
  }
}
