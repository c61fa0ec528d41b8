import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, idempotencyKey, type Schemas } from "../../api/client";
import { problemOf } from "../../api/problem";
import { must } from "../../api/must";
import { useApiForm } from "../../parts/form";
import { tell } from "../../parts/tell";
import { useFormat } from "../../parts/who";
import { bodyOf, type Draft, emptyDraft, fill, fit } from "./basket";
import { useAddons, useServices } from "./choices";
import type { Booking } from "./rules";
import { useChanged } from "./useChange";

export interface Opening {
  /** A time that is decided already. */
  at?: { startsAt: string; staffId?: string; locationId?: string };
  /** A client who is decided already. */
  client?: Schemas["Client"];
  onBooked: (booking: Booking) => void;
}

type StepName = "client" | "services" | "time";

/** A booking that is being put together. */
export function useNewBooking({ at, client, onBooked }: Opening) {
  const { t } = useTranslation("bookings");
  const format = useFormat();
  const changed = useChanged();
  const [services, addons] = [useServices(), useAddons()];
  const [step, go] = useState<StepName>(client ? "services" : "client");
  const [startsAt, setStartsAt] = useState<string | null>(at?.startsAt ?? null);
  const [tried, setTried] = useState<string | null>(null);
  const [override, setOverride] = useState(false);
  // The same request, sent again, is the same attempt.
  const attempt = useRef({ body: "", key: "" });

  const { form, refusal, sending, submit } = useApiForm<Draft>(
    {
      initialValues: {
        ...emptyDraft,
        client: client ?? null,
        staff_id: at?.staffId ?? null,
        location_id: at?.locationId ?? null,
      },
    },
    async (draft) => {
      if (!draft.client || !startsAt) return;
      setTried(startsAt);
      const body = bodyOf(draft, draft.client, startsAt, override);
      const written = JSON.stringify(body);
      if (attempt.current.body !== written) attempt.current = { body: written, key: idempotencyKey() };
      try {
        const booking = await must(
          api.POST("/bookings", { params: { header: { "Idempotency-Key": attempt.current.key } }, body }),
        );
        await changed(booking);
        tell(t("new.done", { when: `${format.day(booking.starts_at)}, ${format.time(booking.starts_at)}` }));
        onBooked(booking);
      } catch (thrown) {
        if (problemOf(thrown).errors.some(({ field }) => field !== "starts_at")) go("services");
        throw thrown;
      }
    },
  );

  const draft = form.values;
  const ready = services.complete && addons.complete;
  const basket = ready ? fill(draft, services.data ?? [], addons.data ?? []) : null;

  return {
    draft,
    basket,
    form,
    /** Why the time that is chosen could not be had. */
    refusal: tried === startsAt ? refusal : null,
    sending,
    submit,
    step,
    go,
    startsAt,
    override,
    setOverride,
    /** Every service there is. */
    services: services.data ?? [],
    failed: services.error ?? addons.error,
    retry: () => [services, addons].forEach(({ retry }) => retry()),
    setStartsAt(moment: string | null) {
      setStartsAt(moment);
      setOverride(false);
    },
    chooseClient(chosen: Schemas["Client"]) {
      form.setValues({ client: chosen, asset_id: null });
      go(draft.service_ids.length > 0 ? "time" : "services");
    },
    /** Changes the draft, and lets go of what does not go with it any more. */
    put(change: Partial<Draft>) {
      const next = { ...draft, ...change };
      form.setValues(fit(next, fill(next, services.data ?? [], addons.data ?? [])));
    },
  };
}

export type Making = ReturnType<typeof useNewBooking>;
