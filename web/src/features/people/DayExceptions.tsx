import { Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { IconArrowsExchange, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { addDays, todayIn } from "../../i18n/format";
import { Section } from "../../parts/Section";
import { Failure, Loading } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { useFormat, useWho } from "../../parts/who";
import { ExceptionForm } from "./ExceptionForm";
import { MoveDayForm } from "./MoveDayForm";

type DayException = Schemas["DayException"];

interface Props {
  id: string;
  /** The zone of whose days they are. */
  zone: string;
}

/** Days of the coming year that are different from the week and its rules. */
export function DayExceptions({ id, zone }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const { can } = useWho();
  const { plainDay } = useFormat();
  const [open, setOpen] = useState<"move" | "new" | DayException | null>(null);
  const { run } = useAction("/staff", "/availability");
  const today = todayIn(zone);
  const query = { from: today, to: addDays(today, 366) };
  const { data, error, refetch } = $api.useQuery("get", "/staff/{id}/exceptions", {
    params: { path: { id }, query },
  });
  const writes = can("staff:update");
  const close = () => setOpen(null);
  const usual = (date: string) =>
    run({
      send: () => api.DELETE("/staff/{id}/exceptions/{date}", { params: { path: { id, date } } }),
      done: t("exceptions.usual_done", { day: plainDay(date) }),
    });

  return (
    <Section
      title={t("exceptions.title")}
      about={t("exceptions.about")}
      actions={
        writes && (
          <>
            <Button
              variant="default"
              leftSection={<IconArrowsExchange size={16} aria-hidden />}
              onClick={() => setOpen("move")}
            >
              {t("exceptions.move")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setOpen("new")}
            >
              {t("exceptions.add")}
            </Button>
          </>
        )
      }
    >
      {error && !data ? (
        <Failure of={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : data.data.length === 0 ? (
        <Text c="dimmed">{t("exceptions.none")}</Text>
      ) : (
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: "none" }}>
          {data.data.map((day) => (
            <Group component="li" key={day.on_date} justify="space-between" gap="xs">
              <Group gap="sm">
                <Text fw={500} w={130}>
                  {plainDay(day.on_date)}
                </Text>
                <Text>
                  {day.windows.map(({ starts, ends }) => `${starts}–${ends}`).join(", ") || t("hours.free")}
                </Text>
                <Text c="dimmed" size="sm">
                  {day.reason}
                </Text>
              </Group>
              {writes && (
                <Group gap={0}>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={t("exceptions.edit", { day: plainDay(day.on_date) })}
                    onClick={() => setOpen(day)}
                  >
                    {t("common:edit")}
                  </Button>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={t("exceptions.usual_of", { day: plainDay(day.on_date) })}
                    onClick={() => usual(day.on_date)}
                  >
                    {t("exceptions.usual")}
                  </Button>
                </Group>
              )}
            </Group>
          ))}
        </Stack>
      )}
      <Drawer
        opened={open !== null}
        onClose={close}
        position="right"
        title={t(open === "move" ? "exceptions.move" : "exceptions.title")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {open === "move" ? (
          <MoveDayForm id={id} today={today} onSaved={close} />
        ) : open === "new" ? (
          <ExceptionForm id={id} today={today} onSaved={close} />
        ) : (
          open && <ExceptionForm id={id} today={today} day={open} onSaved={close} />
        )}
      </Drawer>
    </Section>
  );
}
