import { Button, ColorInput, Grid, Group, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Page } from "../../../parts/Page";
import { Section } from "../../../parts/Section";
import { Refusal } from "../../../parts/states";
import { useWho } from "../../../parts/who";
import { useCompanyForm } from "../useCompanyForm";
import { BrandPreview } from "./BrandPreview";

const SWATCHES = ["#00707c", "#0b6657", "#1864ab", "#5f3dc4", "#a61e4d", "#c92a2a", "#d9480f", "#343a40"];

/** How the company looks to its clients. */
export function Branding() {
  const { t } = useTranslation(["settings", "common"]);
  const { company } = useWho();
  const { form, refusal, sending, submit } = useCompanyForm(
    ({ brand_color, logo_url }) => ({ brand_color: brand_color ?? "", logo_url: logo_url ?? "" }),
    ({ brand_color, logo_url }) => ({ brand_color: brand_color || null, logo_url: logo_url || null }),
  );
  return (
    <Page title={t("pages.branding")} about={t("abouts.branding")}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Section title={t("branding.looks")}>
            <form onSubmit={submit}>
              <Stack>
                <Refusal of={refusal} />
                <ColorInput
                  label={t("branding.color")}
                  description={t("branding.color_hint")}
                  placeholder="#00707c"
                  format="hex"
                  swatches={SWATCHES}
                  withEyeDropper={false}
                  {...form.getInputProps("brand_color")}
                />
                <TextInput
                  label={t("branding.logo")}
                  description={t("branding.logo_hint")}
                  type="url"
                  placeholder="https://"
                  maxLength={500}
                  {...form.getInputProps("logo_url")}
                />
                <Group>
                  <Button type="submit" loading={sending}>
                    {t("common:save")}
                  </Button>
                </Group>
              </Stack>
            </form>
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <BrandPreview
            name={company.name}
            color={form.values.brand_color}
            logo={form.values.logo_url.trim()}
          />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
