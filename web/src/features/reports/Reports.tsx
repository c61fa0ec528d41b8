import { Page } from "../../parts/Page";

export function Reports() {
  return <Page title="Reports">{null}</Page>;
}
