import { must } from "../api/must";

/** Saves a file that the API answers with (`parseAs: "blob"`) under a name. */
export async function download(
  answer: Promise<{ data?: Blob; error?: unknown }>,
  name: string,
): Promise<void> {
  const address = URL.createObjectURL(await must(answer));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
