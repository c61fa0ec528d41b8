import { Progress, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { todayIn, useFormatIn } from "../../i18n/format";
import { DateField } from "../../parts/DateField";
import { Section } from "../../parts/Section";
import { Failure, Loading } from "../../parts/states";

interface Props {
  id: string;
  /** The zone of the location. */
  zone: string;
}

/** How full a location is on a day, hour by hour. */
export function Places({ id, zone }: Props) {
  const { t } = useTranslation("catalogue");
  const { time, number } = useFormatIn(zone);
  const [date, setDate] = useState(() => todayIn(zone));
  const places = $api.useQuery("get", "/locations/{id}/places", {
    params: { path: { id }, query: { date } },
  });
  return (
    <Section
      title={t("locations.places")}
      about={t("locations.places_about")}
      actions={
        <DateField
          w={160}
          aria-label={t("locations.day")}
          value={date}
          onChange={(next) => next && setDate(next)}
        />
      }
    >
      {places.error && !places.data ? (
        <Failure of={places.error} retry={() => void places.refetch()} />
      ) : !places.data ? (
        <Loading />
      ) : places.data.rows.length === 0 ? (
        <Text c="dimmed">{t("locations.closed_that_day")}</Text>
      ) : (
        <Stack
          gap={0}
          mah={360}
          style={{ overflowY: "auto" }}
          tabIndex={0}
          role="region"
          aria-label={t("locations.places")}
        >
          <Table aria-label={t("locations.places")}>
            <Table.Tbody>
              {places.data.rows.map(({ starts_at, ends_at, taken, capacity, full }) => (
                <Table.Tr key={starts_at}>
                  <Table.Th scope="row" w={120} fw={400}>
                    {time(starts_at)}–{time(ends_at)}
                  </Table.Th>
                  <Table.Td>
                    <Progress
                      value={(100 * taken) / capacity}
                      color={full ? "red" : "lagoon"}
                      size="lg"
                      aria-label={t("locations.taken", { taken: number(taken), of: number(capacity) })}
                    />
                  </Table.Td>
                  <Table.Td w={80} ta="right">
                    {number(taken)} / {number(capacity)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
      )}
    </Section>
  );
}
