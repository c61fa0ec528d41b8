import { Page } from "../../parts/Page";

export function ClientCard() {
  return <Page title="ClientCard">{null}</Page>;
}
