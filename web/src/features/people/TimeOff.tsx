import { Page } from "../../parts/Page";

export function TimeOff() {
  return <Page title="TimeOff">{null}</Page>;
}
