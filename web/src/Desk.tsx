import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";

import { isPassing } from "./api/problem";
import { router } from "./routes";
import { theme } from "./theme";

// Nobody is told or asked anything before the first page is there.
const Questions = lazy(() =>
  import("./restOfMantine").then(({ ModalsProvider }) => ({ default: ModalsProvider })),
);
const Notifications = lazy(() =>
  import("./restOfMantine").then(({ Notifications }) => ({ default: Notifications })),
);

const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

const newQueries = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, thrown) => failures < 2 && isPassing(thrown),
      },
      mutations: { retry: false },
    },
  });

/** Everything a page of the desk stands in. */
export function Desk() {
  const [queries] = useState(newQueries);
  const { t } = useTranslation();
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce}>
        <RouterProvider router={router} />
        <Suspense fallback={null}>
          <Questions
            labels={{ confirm: t("yes"), cancel: t("cancel") }}
            modalProps={{ closeButtonProps: { "aria-label": t("close") } }}
          >
            {null}
          </Questions>
          <Notifications position="bottom-right" />
        </Suspense>
      </MantineProvider>
    </QueryClientProvider>
  );
}
