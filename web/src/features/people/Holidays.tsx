import { Page } from "../../parts/Page";

export function Holidays() {
  return <Page title="Holidays">{null}</Page>;
}
