import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { isPassing } from "./api/problem";
import { router } from "./routes";
import { theme } from "./theme";

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
        <ModalsProvider
          labels={{ confirm: t("yes"), cancel: t("cancel") }}
          modalProps={{ closeButtonProps: { "aria-label": t("close") } }}
        >
          <Notifications position="bottom-right" />
          <RouterProvider router={router} context={{ queries }} />
        </ModalsProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
