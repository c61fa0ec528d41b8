/** The steps of the guide, in order. */
export const STEPS = ["hours", "service", "team", "link"] as const;

export type Step = (typeof STEPS)[number];

export const isStep = (word: unknown): word is Step => STEPS.some((step) => step === word);
