// Keeps an open page of the preview as it was last saved: the server says when something changed.

const own = document.currentScript;
const { base, missing } = own.dataset;
let { version } = own.dataset;
let news;
let work = Promise.resolve();

/** Listens while the page can be seen: a browser keeps only a few connections to one server. */
function listen() {
  if (document.hidden) {
    news?.close();
    news = undefined;
  } else if (!news) {
    news = new EventSource(`${base}.preview/news`);
    news.addEventListener("message", ({ data }) => {
      work = work.then(() => follow(data)).catch(() => {});
    });
  }
}

/** Brings the page up to date with a version of the preview. */
async function follow(latest) {
  if (latest === version) return;
  const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
  if (answer.status === 404 && missing === undefined) {
    location.replace(await nearest());
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = fresh.querySelector("script[data-page]");
  const samePictures = now?.dataset.pictures === own.dataset.pictures;
  if (samePictures && now.dataset.page === own.dataset.page) {
    update(problems(document), problems(fresh));
  } else if (samePictures && canTakeOver(fresh)) {
    document.title = fresh.title;
    document.querySelectorAll("[data-added]").forEach((one) => one.remove());
    update(document.body, fresh.body);
    dispatchEvent(new Event("briefings-updated"));
    own.dataset.page = now.dataset.page;
  } else {
    location.reload();
    return;
  }
  version = latest;
}

/** The page above one that is gone: of an entry, its day's. */
async function nearest() {
  let url = new URL(location.pathname, location.origin);
  do {
    url = new URL(url.pathname.endsWith("/") ? ".." : ".", url);
  } while (url.pathname.length > base.length && !(await fetch(url, { method: "HEAD" })).ok);
  return url.pathname.startsWith(base) ? url.href : base;
}

const problems = (page) => page.querySelector("[data-problems]");

/** Whether nothing but the content of a page changed, and no script has to see it. */
function canTakeOver(fresh) {
  const same = frame(fresh) === frame(document);
  return same && [...document.scripts].every((script) => script === own || isHarmless(script));
}

/** The styles and scripts of a page. */
function frame(page) {
  const parts = page.querySelectorAll("script[src]:not([data-page]), link[rel=stylesheet], style");
  return [...parts].map((part) => part.outerHTML).join();
}

/** Whether a script is data, or the theme's own, which looks at the page again when it is told. */
function isHarmless(script) {
  return script.type.endsWith("json") || script.src.includes("/assets/site.js");
}

/** Makes a part of this page equal to a fresh one, touching only what differs. */
function update(before, now) {
  if (before.tagName === "DETAILS" && now.tagName === "DETAILS") now.open = before.open;
  if (before.isEqualNode(now)) return;
  if (before.nodeType !== 1 || !before.cloneNode().isEqualNode(now.cloneNode())) {
    before.replaceWith(now);
    return;
  }
  const old = [...before.childNodes];
  const next = [...now.childNodes];
  while (old.length && next.length && old[0].isEqualNode(next[0])) {
    old.shift();
    next.shift();
  }
  let after = null;
  while (old.length && next.length && old.at(-1).isEqualNode(next.at(-1))) {
    after = old.pop();
    next.pop();
  }
  if (old.length === next.length) {
    old.forEach((node, place) => update(node, next[place]));
  } else {
    old.forEach((node) => node.remove());
    next.forEach((node) => before.insertBefore(node, after));
  }
}

document.addEventListener("visibilitychange", listen);
listen();
