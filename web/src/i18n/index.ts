import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = { en: "English", uk: "Українська", bn: "বাংলা", id: "Bahasa Indonesia" } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = "frontdesk-language";

// One file a language and part of the desk, fetched when it is first shown.
const files = import.meta.glob<Record<string, unknown>>("../../../locales/desk/*/*.json", {
  import: "default",
});

const backend: BackendModule = {
  type: "backend",
  init() {},
  read(language, namespace, done) {
    const load = files[`../../../locales/desk/${language}/${namespace}.json`];
    if (!load) return done(new Error(`no texts: ${language}/${namespace}`), null);
    load().then(
      (texts) => done(null, texts),
      (failure: unknown) => done(failure instanceof Error ? failure : new Error(String(failure)), null),
    );
  },
};

export const isLanguage = (word: string): word is Language => word in LANGUAGES;

/** The language chosen here before, or the first of the browser's that we have. */
function first(): Language {
  const words = [localStorage.getItem(KEPT) ?? "", ...navigator.languages];
  return words.map((word) => word.split("-")[0] ?? "").find(isLanguage) ?? "en";
}

export async function start(): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: first(),
      fallbackLng: false,
      supportedLngs: Object.keys(LANGUAGES),
      ns: ["common"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  document.documentElement.lang = i18next.language;
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The language in use. */
export const language = (): Language => (isLanguage(i18next.language) ? i18next.language : "en");
