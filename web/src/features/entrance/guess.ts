/** Currencies to choose from: all that the browser knows. */
export const CURRENCIES = Intl.supportedValuesOf("currency");

const BY_ZONE: Record<string, string> = {
  "Europe/Kyiv": "UAH",
  "Europe/Kiev": "UAH",
  "Europe/London": "GBP",
  "Europe/Warsaw": "PLN",
  "Asia/Dhaka": "BDT",
  "Asia/Kolkata": "INR",
  "Asia/Calcutta": "INR",
  "Asia/Jakarta": "IDR",
  "Asia/Makassar": "IDR",
  "Asia/Jayapura": "IDR",
  "Asia/Tokyo": "JPY",
};

/** What people in a zone probably pay with. */
export function currencyOf(zone: string): string {
  return BY_ZONE[zone] ?? (zone.startsWith("Europe/") ? "EUR" : "USD");
}

const UKRAINIAN: Record<string, string> = {
  а: "a", б: "b", в: "v", г: "h", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "y", і: "i", ї: "i", й: "i",
  к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch",
  ш: "sh", щ: "shch", ь: "", ю: "iu", я: "ia",
}; // prettier-ignore

/** An address on the web for a name: `Салон «Калина»` is `salon-kalyna` (Ukraine's transliteration of 2010, nearly). */
export function addressOf(name: string): string {
  return [...name.toLowerCase()]
    .map((letter) => UKRAINIAN[letter] ?? letter)
    .join("")
    .normalize("NFD")
    .replace(/[\u0300-\u036f'’ʼ]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");
}
