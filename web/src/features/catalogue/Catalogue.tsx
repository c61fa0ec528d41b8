import { Page } from "../../parts/Page";

export function Catalogue() {
  return <Page title="Catalogue">{null}</Page>;
}
