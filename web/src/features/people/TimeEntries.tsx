import { Page } from "../../parts/Page";

export function TimeEntries() {
  return <Page title="TimeEntries">{null}</Page>;
}
