import { Page } from "../../parts/Page";

export function Shifts() {
  return <Page title="Shifts">{null}</Page>;
}
