import { api } from "../../api/client";
import { must } from "../../parts/form";
import type { Booking } from "./rules";

/** Saves a booking as a file that calendars understand. */
export async function saveCalendarFile({ id, reference }: Pick<Booking, "id" | "reference">): Promise<void> {
  const file = await must(
    api.GET("/bookings/{id}/calendar.ics", { params: { path: { id } }, parseAs: "blob" }),
  );
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${reference}.ics`;
  link.click();
  URL.revokeObjectURL(url);
}
