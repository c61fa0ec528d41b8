// How much a browser must fetch before the desk shows its first page, and what must not be among it.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 250_000;
const LAZY = [/@event-calendar/, /recharts/, /@mantine\/charts/];

const manifest = JSON.parse(readFileSync("dist/manifest.json", "utf8"));
const size = (file) => gzipSync(readFileSync(`dist/${file}`)).length;

/** A chunk, and everything it cannot start without. */
function closure(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, found);
  return found;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = [...closure(entry)];
const texts = ["common", "today"].map((name) => `../locales/desk/bn/${name}.json`);
const files = new Set(
  [...first, ...texts].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]),
);
const total = [...files].reduce((sum, file) => sum + size(file), 0);

process.stdout.write(`desk: first load ${Math.round(total / 1000)} kB gzipped, of ${LIMIT / 1000}\n`);
const early = first.filter((key) => LAZY.some((name) => name.test(key)));
if (early.length > 0) throw new Error(`to be loaded with its page: ${early.join(", ")}`);
if (total > LIMIT) throw new Error("the desk's first load is too heavy");
