import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../locales/desk");
const languages = ["uk", "bn", "id"];
const namespaces = readdirSync(join(root, "en"));
const PLURALS: Record<string, string[]> = {
  en: ["one", "other"],
  uk: ["one", "few", "many", "other"],
  bn: ["one", "other"],
  id: ["other"],
};
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Tree = { [key: string]: string | Tree };

function texts(language: string, file: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (tree: Tree, path: string) => {
    for (const [key, node] of Object.entries(tree)) {
      if (typeof node === "string") found.set(path + key, node);
      else walk(node, `${path}${key}.`);
    }
  };
  walk(JSON.parse(readFileSync(join(root, language, file), "utf8")) as Tree, "");
  return found;
}

const bare = (keys: Iterable<string>) => [...new Set([...keys].map((key) => key.replace(PLURAL, "")))].sort();
const variables = (text: string) => [...new Set(text.match(/\{\{.*?\}\}/g) ?? [])].sort();

test.each(languages.flatMap((language) => namespaces.map((file) => [language, file] as const)))(
  "%s has every text and variable of the English %s",
  (language, file) => {
    const [english, other] = [texts("en", file), texts(language, file)];

    expect(bare(other.keys())).toEqual(bare(english.keys()));
    for (const [key, text] of other) {
      const original = english.get(key) ?? english.get(key.replace(PLURAL, "_other")) ?? "";
      const optional = PLURAL.test(key) ? ["{{count}}"] : [];
      const wanted = variables(original).filter((name) => !optional.includes(name));
      expect(
        variables(text).filter((name) => !optional.includes(name)),
        key,
      ).toEqual(wanted);
      expect(text.trim(), key).not.toBe("");
    }
  },
);

test.each(Object.keys(PLURALS).flatMap((language) => namespaces.map((file) => [language, file] as const)))(
  "a plural in %s has exactly the forms of its language: %s",
  (language, file) => {
    const forms = new Map<string, string[]>();
    for (const key of texts(language, file).keys()) {
      const form = PLURAL.exec(key)?.[1];
      if (form) forms.set(key.replace(PLURAL, ""), [...(forms.get(key.replace(PLURAL, "")) ?? []), form]);
    }

    for (const [key, have] of forms) expect(have.sort(), key).toEqual([...(PLURALS[language] ?? [])].sort());
  },
);
