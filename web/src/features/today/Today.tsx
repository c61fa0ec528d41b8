import { Button, Grid, Group, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { dateIn } from "../../i18n/format";
import { Page } from "../../parts/Page";
import { Loading } from "../../parts/states";
import { useFormat, useWho } from "../../parts/who";
import { useOwnStaff } from "../people/lists";
import { BookingPanel, NewBooking } from "../bookings/drawers";
import { Attention } from "./Attention";
import { Clock } from "./Clock";
import { FirstSteps } from "./FirstSteps";
import { Schedule } from "./Schedule";
import { Waiting } from "./Waiting";

const Numbers = lazy(() => import("./Numbers").then(({ Numbers }) => ({ default: Numbers })));

/** What is next, who waits for an answer, what needs somebody, and how it goes. */
export function Today() {
  const { t } = useTranslation(["today", "bookings"]);
  const { can, company, me } = useWho();
  const format = useFormat();
  const own = useOwnStaff();
  const [shown, setShown] = useState<string | null>(null);
  const [adding, form] = useDisclosure();
  const [moment] = useState(() => new Date().toISOString());
  const mayRead = can("bookings:read");
  return (
    <Page
      title={t("hello", { name: me.name.split(" ")[0] })}
      about={format.fullDay(moment)}
      actions={
        <Group gap="xs">
          {own && can("time_entries:create") && <Clock staffId={own.id} />}
          {can("bookings:create") && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={form.open}>
              {t("bookings:add")}
            </Button>
          )}
        </Group>
      }
    >
      {can("company:update") && <FirstSteps />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          {mayRead && (
            <Schedule
              date={dateIn(moment, company.time_zone)}
              mine={own?.id}
              onShow={setShown}
              onAdd={form.open}
            />
          )}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            {mayRead && <Waiting onShow={setShown} />}
            <Attention />
            {can("reports:read") && (
              <Suspense fallback={<Loading />}>
                <Numbers />
              </Suspense>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      {shown && <BookingPanel id={shown} onClose={() => setShown(null)} />}
      {adding && (
        <NewBooking
          onClose={form.close}
          onBooked={({ id }) => {
            form.close();
            setShown(id);
          }}
        />
      )}
    </Page>
  );
}
