// The archive as the search page asks it: one Pagefind index a segment, the newest first.

const AT_ONCE = 8;

// Pagefind's files may come uncompressed behind this mark.
const MARK = "pagefind_dcd";
// A list of no words, in CBOR.
const NO_WORDS = [0x81, 0x80];

/** Gives, for the URL of the index's folder, what asks its segments. */
export function archive(folder) {
  const here = new URL(folder).pathname;
  const parts = new Map();
  const faulty = new Set();
  let opening;
  let running = false;
  let latest;

  // Pagefind asks each index for its own program, and for every word where there is no query; and
  // it keeps to itself that a file did not arrive, and finds nothing in it.
  const fetchFile = window.fetch;
  window.fetch = async (address, ...options) => {
    const path = String(address);
    if (!path.startsWith(here)) return fetchFile(address, ...options);
    const [segment, ...rest] = path.slice(here.length).replace("/browse/", "/./").split("/");
    const [file] = rest.slice(-1);
    const browsing = rest[0] === ".";
    if (browsing && rest[1] === "index") return packed(NO_WORDS);
    const program = file.startsWith("wasm.");
    if (program && running) return packed([]);
    const place = program ? `program/${file}` : [segment, ...rest].join("/");
    const response = await fetchFile(here + place, ...options).catch(() => Response.error());
    if (!response.ok) faulty.add(segment);
    return response;
  };

  const packed = (bytes) =>
    new Response(Uint8Array.from([...new TextEncoder().encode(MARK), ...bytes]));

  /** The segments' names, and what makes a part of one. */
  function open() {
    opening ??= Promise.all([listed(), import(`${folder}program/pagefind.js`)]).catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function listed() {
    const response = await fetchFile(`${folder}segments.json`, { cache: "no-store" });
    if (!response.ok) throw new Error("The list of the segments is missing.");
    const names = await response.json();
    // An entry may stand in another segment now.
    if (latest !== undefined && latest !== String(names)) parts.clear();
    return names;
  }

  /** Has a segment loaded from the beginning, another time, if the list still names it then. */
  function forget(name) {
    for (const path of parts.keys()) if (path.includes(`/${name}/`)) parts.delete(path);
    faulty.delete(name);
    opening = undefined;
  }

  /** What `ask` gives for each segment, in their order; nothing for one that did not arrive. */
  async function* walk(ask, browsing) {
    const [names, { createInstance }] = await open();
    latest = String(names);
    const part = (name) => {
      const basePath = `${folder}${name}/${browsing ? "browse/" : ""}`;
      if (!parts.has(basePath)) parts.set(basePath, createInstance({ basePath, noWorker: true }));
      return parts.get(basePath);
    };
    const answer = async (name) => {
      try {
        const found = await ask(part(name));
        if (faulty.has(name)) throw new Error("A file is missing.");
        running = true;
        return found;
      } catch {
        forget(name);
      }
    };
    // What was loaded before may since have been published anew.
    const answerOrAnew = async (name) => {
      if (faulty.has(name)) forget(name);
      const known = [...parts.keys()].some((path) => path.includes(`/${name}/`));
      return (await answer(name)) ?? (known ? answer(name) : undefined);
    };
    // All share one WebAssembly module, which the first sets up alone.
    for (let from = 0, width = 1; from < names.length; ) {
      const answers = names.slice(from, from + width).map(answerOrAnew);
      from += width;
      for (const each of answers) yield await each;
      if (running) width = Math.min(2 * width, AT_ONCE);
    }
  }

  return {
    /** The results of each segment: by date, or by how well they fit. */
    results({ q, sort, filters }) {
      const order = !q || sort === "date" ? { date: "desc" } : {};
      return walk(
        async (part) => (await part.search(q || null, { filters: any(filters), sort: order })).results,
        !q,
      );
    },

    /** For each segment, how many would be found with each value of some filters. */
    counts({ q, filters }, names) {
      const counted = Object.fromEntries(names.map((name) => [name, []]));
      return walk(async (part) => {
        // Pagefind counts the filters that it has loaded.
        await part.preload(q || null, { filters: any({ ...counted, ...filters }) });
        const search = async (given) =>
          (await part.search(q || null, { filters: any(given) })).filters;
        const found = { ...(await search(filters)) };
        for (const name of names.filter((name) => name in filters)) {
          const { [name]: own, ...others } = filters;
          found[name] = (await search(others))[name];
        }
        return found;
      }, !q);
    },

    /** Whether other segments have been published since they were asked last. */
    async renewed() {
      opening = undefined;
      const [names] = await open();
      return latest !== String(names);
    },

    /** How many segments there are. */
    size: async () => (await open())[0].length,
  };
}

const any = (filters) =>
  Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));
