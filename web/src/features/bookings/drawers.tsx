import { type ComponentProps, Suspense, lazy } from "react";

// What is opened now and then is fetched then, and not with every page that can open it.
const Panel = lazy(() => import("./BookingPanel").then(({ BookingPanel }) => ({ default: BookingPanel })));
const Making = lazy(() => import("./NewBooking").then(({ NewBooking }) => ({ default: NewBooking })));
const Because = lazy(() => import("./BecauseModal").then(({ BecauseModal }) => ({ default: BecauseModal })));

/** Everything about one booking, beside the page. */
export function BookingPanel(props: ComponentProps<typeof Panel>) {
  return (
    <Suspense fallback={null}>
      <Panel {...props} />
    </Suspense>
  );
}

/** Staff book for a client, beside the page. */
export function NewBooking(props: ComponentProps<typeof Making>) {
  return (
    <Suspense fallback={null}>
      <Making {...props} />
    </Suspense>
  );
}

/** Asks for the reason. */
export function BecauseModal(props: ComponentProps<typeof Because>) {
  return (
    <Suspense fallback={null}>
      <Because {...props} />
    </Suspense>
  );
}
