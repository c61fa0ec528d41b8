import { useMutation, useQueryClient } from "@tanstack/react-query";

import { $api, api } from "../../api/client";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { tellFailure } from "../../parts/tell";
import type { Booking } from "./rules";

const at = (id: string) => ({ params: { path: { id } } });

/** What can be done with a booking without saying more than why. */
export const change = {
  confirm: (id: string) => must(api.POST("/bookings/{id}/confirm", at(id))),
  start: (id: string) => must(api.POST("/bookings/{id}/start", at(id))),
  complete: (id: string) => must(api.POST("/bookings/{id}/complete", at(id))),
  decline: (id: string, reason: string | null) =>
    must(api.POST("/bookings/{id}/decline", { ...at(id), body: { reason } })),
  cancel: (id: string, reason: string | null) =>
    must(api.POST("/bookings/{id}/cancel", { ...at(id), body: { reason } })),
  no_show: (id: string, reason: string | null) =>
    must(api.POST("/bookings/{id}/no-show", { ...at(id), body: { reason } })),
};

/** Makes known what a booking has become: the panel shows it at once, lists ask again. */
export function useChanged(): (booking: Booking) => Promise<void> {
  const queries = useQueryClient();
  return (booking) => {
    queries.setQueryData($api.queryOptions("get", "/bookings/{id}", at(booking.id)).queryKey, booking);
    return stale(queries, "/bookings", "/availability", "/reports/dashboard", "/clients");
  };
}

/** Changes a booking; why it could not be is told. */
export function useChange(onDone?: (booking: Booking) => void) {
  const changed = useChanged();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (run: () => Promise<Booking>) => run(),
    onSuccess: async (booking) => {
      await changed(booking);
      onDone?.(booking);
    },
    onError: (thrown) => {
      tellFailure(thrown);
      void stale(queries, "/bookings");
    },
  });
}
