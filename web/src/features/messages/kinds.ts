import type { Schemas } from "../../api/client";

export const KINDS = [
  "booking_confirmed",
  "booking_requested",
  "booking_reminder",
  "booking_rescheduled",
  "booking_declined",
  "booking_cancelled",
  "booking_expired",
  "staff_booking_requested",
  "staff_booking_confirmed",
  "staff_booking_rescheduled",
  "staff_booking_cancelled",
  "staff_booking_assigned",
] as const satisfies readonly Schemas["MessageKind"][];

export const CHANNELS = ["email", "sms", "in_app"] as const satisfies readonly Schemas["MessageChannel"][];

export const STATUSES = [
  "scheduled",
  "queued",
  "sent",
  "delivered",
  "bounced",
  "failed",
  "cancelled",
] as const satisfies readonly Schemas["MessageStatus"][];

/** The one of these words that somebody chose. */
export const pick = <Word extends string>(words: readonly Word[], chosen: string | null): Word | undefined =>
  words.find((word) => word === chosen);
