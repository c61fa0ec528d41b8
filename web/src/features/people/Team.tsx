import { Page } from "../../parts/Page";

export function Team() {
  return <Page title="Team">{null}</Page>;
}
