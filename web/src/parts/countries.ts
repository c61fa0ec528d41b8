const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** What has a code and is no country. */
const OTHERS = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"]);

/** The countries by name, each with its ISO 3166-1 code. */
export function countries(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  const seen = new Set<string>();
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !OTHERS.has(code))
    .flatMap((value) => {
      const label = names.of(value);
      if (!label || seen.has(label)) return [];
      seen.add(label);
      return [{ value, label }];
    })
    .sort((one, other) => one.label.localeCompare(other.label, language));
}
