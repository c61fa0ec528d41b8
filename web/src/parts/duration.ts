/** Minutes of what somebody typed: `90`, `1:30`, `1 h 30 min`, `1.5 h`; `null` where it says no time. `hour` is how the reader's language begins to write an hour. */
export function minutesOf(typed: string, hour = "h"): number | null {
  const text = plainDigits(typed).trim().toLowerCase();
  const clock = /^(\d+):([0-5]?\d)$/.exec(text);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const stretches = [...text.matchAll(/(\d+(?:[.,]\d+)?)\s*([^\d\s.,]*)\.?/g)];
  if (stretches.length === 0 || stretches.length > 2) return null;
  const [first, second] = stretches.map(([, number = "", unit = ""]) => ({
    number: Number(number.replace(",", ".")),
    hours: unit !== "" && (unit.startsWith("h") || unit.startsWith(hour.toLowerCase())),
  }));
  if (!first) return null;
  const minutes = second ? first.number * 60 + second.number : first.hours ? first.number * 60 : first.number;
  return Math.round(minutes);
}

/** The same text with digits of any script as ours. */
function plainDigits(text: string): string {
  return text.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - "০".charCodeAt(0)));
}
