/** The text with `{{name}}` in place of what is selected, and where the caret stands then. */
export function inserted(
  text: string,
  name: string,
  start: number | null | undefined,
  end: number | null | undefined,
): { text: string; caret: number } {
  const from = start ?? text.length;
  const to = end ?? from;
  const word = `{{${name}}}`;
  return { text: text.slice(0, from) + word + text.slice(to), caret: from + word.length };
}
