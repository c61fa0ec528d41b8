import { Page } from "../../parts/Page";

export function StaffList() {
  return <Page title="StaffList">{null}</Page>;
}
