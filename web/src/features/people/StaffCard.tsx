import { Page } from "../../parts/Page";

export function StaffCard() {
  return <Page title="StaffCard">{null}</Page>;
}
