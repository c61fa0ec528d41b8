import { Page } from "../../parts/Page";

export function Bookings() {
  return <Page title="Bookings">{null}</Page>;
}
