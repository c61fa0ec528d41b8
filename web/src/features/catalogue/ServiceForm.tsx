import { Button, Group, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { useApiForm } from "../../parts/form";
import { saved } from "../../parts/save";
import { Refusal } from "../../parts/states";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { ServiceAddons } from "./ServiceAddons";
import { ServiceBasics } from "./ServiceBasics";
import { ServiceNeeds } from "./ServiceNeeds";
import { ServicePrice } from "./ServicePrice";
import { ServiceRules } from "./ServiceRules";
import classes from "./Services.module.css";
import { type ServiceValues, toBody, toValues } from "./serviceValues";

type Service = Schemas["Service"];

export interface ServiceSection {
  form: UseFormReturnType<ServiceValues>;
}

interface Props {
  /** Absent: a new one. */
  service?: Service;
  /** What a new one begins as. */
  like?: Service;
  onDone: () => void;
}

/** A service is added, or changed. */
export function ServiceForm({ service, like, onDone }: Props) {
  const { t } = useTranslation(["catalogue", "common"]);
  const { can, company } = useWho();
  const queries = useQueryClient();
  const { form, refusal, sending, submit } = useApiForm<ServiceValues>(
    {
      initialValues: toValues(service ?? like),
      validate: {
        duration_minutes: (minutes) => (minutes === null ? t("duration_wrong") : null),
        price: (price) => (price === null ? t("price_missing") : null),
      },
    },
    async (values) => {
      const body = toBody(values, company.currency);
      const params = service && { path: { id: service.id }, header: ifMatch(service.version) };
      await saved(
        queries,
        params ? api.PATCH("/services/{id}", { params, body }) : api.POST("/services", { body }),
        "/services",
      );
      tell(t("common:saved"));
      onDone();
    },
  );
  const writes = can(service ? "services:update" : "services:create");
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!writes} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack maw={860}>
          <ServiceBasics form={form} />
          <ServicePrice form={form} />
          <ServiceNeeds form={form} />
          <ServiceAddons form={form} />
          <ServiceRules form={form} />
          <Refusal of={refusal} />
          {writes && (
            <Group className={classes.save}>
              <Button type="submit" loading={sending}>
                {t("common:save")}
              </Button>
              <Button variant="default" onClick={onDone}>
                {t("common:cancel")}
              </Button>
            </Group>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}
