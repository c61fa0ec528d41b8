import { Page } from "../../parts/Page";

export function Calendar() {
  return <Page title="Calendar">{null}</Page>;
}
