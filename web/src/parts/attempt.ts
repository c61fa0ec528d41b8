import { tellFailure } from "./tell";

/** Does it, and says so where it fails. Whether it went well. */
export async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (thrown) {
    tellFailure(thrown);
    return false;
  }
}
