// How does a file become what a form shows, and the other way round?
//
// A file knows short forms, as a bare address in `sources`; a form does not. The shapes say which, and in
// which order keys stand. What an editor did not touch is written as it stood, with its comments.

import { FAILSAFE_SCHEMA, load } from "./js-yaml.js";

const BEFORE = "as it stood";
const WIDTH = 100;
const STEP = "  ";
const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?)(?:^---[ \t]*(?:\n|$))([\s\S]*)$/m;
const KEY = /^\w[\w-]*:(?=\s|$)/;
const ANYTHING = {};

const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isEmpty = (value) =>
  value === undefined || value === null || value === "" || value === false ||
  (typeof value === "object" && Object.keys(value).length === 0);
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// All scalars are the text that was written: nothing is taken for a number or a date.
const parsed = (text) => load(text, { schema: FAILSAFE_SCHEMA });

const inner = (shape, key) => shape.keys?.[key] ?? ANYTHING;

function mapped(record, change) {
  const pairs = Object.entries(record).map(([key, value]) => [key, change(value, key)]);
  return Object.fromEntries(pairs.filter(([, value]) => !isEmpty(value)));
}

// A value as a form shows it.
function opened(value, shape) {
  if (Array.isArray(value)) {
    return value.map((one) => opened(one, shape.items ?? ANYTHING)).filter((one) => !isEmpty(one));
  }
  if (isRecord(value)) {
    return mapped(value, (one, key) => opened(one, inner(shape, key)));
  }
  if (value === null || value === "null" || value === "~") {
    return null;
  }
  if (shape.bare) {
    return { [shape.bare]: value };
  }
  if (shape.sort === "time" && shape.keys) {
    return Object.fromEntries(Object.keys(shape.keys).map((key) => [key, value]));
  }
  if (shape.sort === "truth") {
    return /^(true|yes|on)$/i.test(value);
  }
  return shape.sort === "number" && Number.isFinite(Number(value)) ? Number(value) : value;
}

// What a form gives as it is to be read from the file: texts, in lists and records whose keys are in order.
function closed(value, shape) {
  if (Array.isArray(value)) {
    return value.map((one) => closed(one, shape.items ?? ANYTHING)).filter((one) => !isEmpty(one));
  }
  if (!isRecord(value)) {
    return isEmpty(value) ? "" : typeof value === "number" ? decimal(value) : String(value);
  }
  const record = mapped(value, (one, key) => closed(one, inner(shape, key)));
  const values = Object.values(record);
  if (shape.bare && isSame(Object.keys(record), [shape.bare])) {
    return record[shape.bare];
  }
  if (shape.sort === "time" && values.length && new Set(values).size === 1) {
    return values[0];
  }
  return ordered(record, shape);
}

const decimal = (number) =>
  number.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });

function ordered(record, shape) {
  const known = Object.keys(shape.keys ?? {});
  const rank = (key) => (known.includes(key) ? known.indexOf(key) : known.length);
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => rank(one) - rank(other)));
}

// Text that needs no quotation marks; between brackets less goes without.
function isPlain(text, within) {
  return (
    !/^-(?![\p{L}\p{N}])|^[\s?:,[\]{}#&*!|>'"%@`]|^\.\.\.|^[=~]$|\s$|[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]|: | #|:$/u.test(text) &&
    !(within && /[,[\]{}?]|:(?=[\s,]|$)/.test(text))
  );
}

// What other programs would take for a number, a date or the like.
const isReadOtherwise = (text) =>
  /^(null|true|false|yes|no|on|off|y|n|[-+]?[\d_.,:]+(e[-+]?\d+)?|[-+]?\.(inf|nan)|0[xob][\da-f_]+|\d{4}-\d\d?-\d\d?.*)$/i.test(text);

function scalar(text, shape, within) {
  if (isPlain(text, within) && (shape.sort || !isReadOtherwise(text))) {
    return text;
  }
  return text.includes('"') && !/['\\\p{Cc}\u2028\u2029\ufeff]/u.test(text) ? `'${text}'` : quoted(text);
}

const quoted = (text) =>
  JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (sign) =>
    `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

const name = (key) => scalar(key, ANYTHING, true);

function onOneLine(value, shape) {
  if (Array.isArray(value)) {
    return `[${value.map((one) => onOneLine(one, shape.items ?? ANYTHING)).join(", ")}]`;
  }
  if (isRecord(value)) {
    const pairs = Object.entries(value).map(([key, one]) => `${name(key)}: ${onOneLine(one, inner(shape, key))}`);
    return `{${pairs.join(", ")}}`;
  }
  return scalar(value, shape, true);
}

const hasLines = (value) =>
  typeof value === "string" ? value.includes("\n") : Object.values(value).some(hasLines);

function isTall(value, shape) {
  if (isRecord(value)) {
    return shape.tall || !shape.keys || hasLines(value);
  }
  // A list of plain words goes between brackets. Records have a line each.
  return value.some((one) => typeof one !== "string" || one.includes("\n") || !isPlain(one, true) !== !isPlain(one, false));
}

const fits = (lead, value, shape) =>
  typeof value === "string" ||
  (!isTall(value, shape) && `${lead} ${onOneLine(value, shape)}`.length <= (shape.width ?? WIDTH));

// The lines of a record or a list.
function block(value, shape, indent) {
  if (Array.isArray(value)) {
    const items = shape.items ?? ANYTHING;
    const low = value.every((one) => fits(`${indent}-`, one, items));
    return value.flatMap((one) => lines(`${indent}-`, one, items, indent, low));
  }
  return Object.entries(value).flatMap(([key, one]) =>
    lines(`${indent}${name(key)}:`, one, inner(shape, key), indent, true));
}

// The lines of a value after `lead`, which ends with a colon or is a dash; unless `low`, a record has several.
function lines(lead, value, shape, indent, low) {
  if (typeof value === "string") {
    return value.includes("\n") ? literal(lead, value, indent) : [`${lead} ${scalar(value, shape, false)}`];
  }
  if (low && fits(lead, value, shape)) {
    return [`${lead} ${onOneLine(value, shape)}`];
  }
  const within = block(value, shape, indent + STEP);
  return lead.endsWith("-") ? [`${lead} ${within[0].trimStart()}`, ...within.slice(1)] : [lead, ...within];
}

function literal(lead, text, indent) {
  if (/[^\P{Cc}\n]|[\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u.test(text)) {
    return [`${lead} ${quoted(text)}`];
  }
  const ending = /(^|\n)\n$/.test(text) ? "+" : text.endsWith("\n") ? "" : "-";
  const deeper = /^[ \n]/.test(text) ? STEP.length : "";
  const within = text.replace(/\n$/, "").split("\n").map((line) => (line ? indent + STEP + line : ""));
  return [`${lead} |${deeper}${ending}`, ...within];
}

// The text of each key as it stands, with the comments above it; also what stands above and below them all.
function pieces(text) {
  const found = { head: [], keys: new Map(), foot: [] };
  let waiting = [];
  let current = null;
  for (const line of text.split("\n").slice(0, -1)) {
    if (line === "" || line.startsWith("#")) {
      waiting.push(line);
      continue;
    }
    if (KEY.test(line)) {
      const above = current ? waiting : [];
      found.head = current ? found.head : waiting;
      current = { above, own: [line] };
      found.keys.set(line.split(":", 1)[0], current);
    } else {
      current?.own.push(...waiting, line);
    }
    waiting = [];
  }
  found.foot = waiting;
  return found;
}

function takenApart(text) {
  const found = FRONT_MATTER.exec(text);
  return found && found.index === 0 ? { keys: found[1], body: found[2] } : { keys: "", body: text };
}

const written = (key, value, shape) => lines(`${name(key)}:`, value, inner(shape, key), "", true);

// The front matter of `record`: what is the same in the text `before` stands as it stood there.
function frontMatter(record, before, shape) {
  const anew = Object.entries(record).flatMap(([key, value]) => written(key, value, shape));
  try {
    const old = closed(opened(parsed(before) ?? {}, shape), shape);
    const stood = pieces(before);
    const kept = Object.entries(record).flatMap(([key, value]) => {
      const piece = stood.keys.get(key);
      const own = piece && isSame(value, old[key]) ? piece.own : written(key, value, shape);
      return [...(piece?.above ?? []), ...own];
    });
    const whole = [...stood.head, ...kept, ...stood.foot];
    if (isSame(closed(opened(parsed(joined(whole)), shape), shape), record)) {
      return joined(whole);
    }
  } catch {
    // Nobody can read what stood there.
  }
  return joined(anew);
}

const joined = (parts) => parts.map((line) => `${line}\n`).join("");

// What the CMS asks for a file's text, and gives a file's text for, by the shape of its keys.
export function formatOf(shape) {
  return {
    fromFile(text) {
      const before = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
      const { keys, body } = takenApart(before);
      const read = parsed(keys) ?? {};
      if (!isRecord(read)) {
        throw new Error("The front matter has no keys.");
      }
      const data = opened(read, shape);
      return { ...data, ...(body.trim() && { body }), [BEFORE]: before };
    },
    toFile({ body = "", [BEFORE]: before = "", ...data }) {
      const record = closed(data, shape);
      const old = takenApart(before);
      const text = body.trim() === old.body.trim() ? old.body : body.replace(/^\n+/, "");
      const keys = isEmpty(record) && !text.startsWith("---") ? "" : `---\n${frontMatter(record, old.keys, shape)}---\n`;
      return keys + text + (text === "" || text.endsWith("\n") ? "" : "\n");
    },
  };
}
