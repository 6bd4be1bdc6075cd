// What is saved has no empty keys, and a new entry is filed under its own day.

const isMap = (value) => typeof value?.toMap === "function" && typeof value.entrySeq === "function" && !isList(value);
const isList = (value) => typeof value?.toList === "function" && typeof value.push === "function";

const isEmpty = (value) =>
  value === undefined || value === null || value === "" || value === false ||
  ((isMap(value) || isList(value)) && value.size === 0);

function withoutEmpty(value) {
  if (isMap(value) || isList(value)) {
    return value.map(withoutEmpty).filterNot(isEmpty);
  }
  return value;
}

// What the page knows of the bulletin.
const known = fetch("desk.json").then((answer) => answer.json());

// The day in the bulletin's time zone, as 2024-06-14.
async function dayOf(date) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date ?? "")) {
    return date;
  }
  const parts = { timeZone: (await known).timezone, year: "numeric", month: "2-digit", day: "2-digit" };
  return new Intl.DateTimeFormat("en-CA", parts).format(date ? new Date(date) : new Date());
}

async function saved({ entry }) {
  const data = withoutEmpty(entry.get("data"));
  if (!entry.get("newRecord") || entry.get("collection") !== "entries") {
    return data;
  }
  // The CMS takes the path from the field `date`, or from now, by its day in UTC.
  const noon = `${await dayOf(data.get("date"))}T12:00:00Z`;
  const getIn = data.getIn.bind(data);
  data.getIn = (path, missing) => (path.length === 1 && path[0] === "date" ? noon : getIn(path, missing));
  return data;
}

async function start() {
  const { shapes } = await known;
  if (shapes) {
    // Nobody but this page stands between the files and the forms.
    const { formatOf } = await import("./format.js");
    for (const [kind, shape] of Object.entries(shapes)) {
      window.CMS.registerCustomFormat(kind, "md", formatOf(shape));
    }
  }
  window.CMS.registerEventListener({ name: "preSave", handler: saved });
  window.CMS.init();
}

window.CMS_MANUAL_INIT = true;
document.addEventListener("DOMContentLoaded", start);
