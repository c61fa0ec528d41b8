import { Anchor, Box, Group, Text, isLightColor } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Section } from "../../../parts/Section";
import { useWho } from "../../../parts/who";

interface Props {
  name: string;
  /** `#rrggbb`; anything else shows the colour of Frontdesk. */
  color: string;
  logo: string;
}

/** The head of the booking page, as it will be. */
export function BrandPreview({ name, color, logo }: Props) {
  const { t } = useTranslation("settings");
  const { company } = useWho();
  const [broken, setBroken] = useState("");
  const shown = /^#[0-9a-f]{6}$/i.test(color) ? color : "#00707c";
  const ink = isLightColor(shown) ? "#000" : "#fff";
  return (
    <Section
      title={t("branding.preview")}
      about={t("branding.preview_about")}
      actions={
        <Anchor href={`/b/${company.slug}`} target="_blank" size="sm">
          {t("branding.open")}
        </Anchor>
      }
    >
      <Box
        bg="#f5f4f0"
        c="#1c2126"
        style={{ borderRadius: 12, overflow: "hidden", border: "1px solid #dfddd6" }}
      >
        <Group gap="sm" p="md" bg="#fff" wrap="nowrap" style={{ borderBottom: "1px solid #dfddd6" }}>
          {/^https:\/\/./.test(logo) && broken !== logo ? (
            <img
              src={logo}
              alt=""
              style={{ maxHeight: 40, maxWidth: 120, objectFit: "contain" }}
              onError={() => setBroken(logo)}
            />
          ) : (
            <Box
              aria-hidden
              style={{
                display: "grid",
                placeItems: "center",
                flex: "none",
                width: 40,
                height: 40,
                borderRadius: 12,
                background: shown,
                color: ink,
                fontSize: 18,
              }}
            >
              {[...name][0]?.toUpperCase()}
            </Box>
          )}
          <Text fw={650} lineClamp={2}>
            {name}
          </Text>
        </Group>
        <Box p="md">
          <Text fw={650} size="xl" mb="sm">
            {t("branding.sample_title")}
          </Text>
          <Group
            justify="space-between"
            wrap="nowrap"
            p="md"
            bg="#fff"
            style={{ borderRadius: 12, border: "1px solid #dfddd6" }}
          >
            <Text>{t("branding.sample_service")}</Text>
            <Box
              px="md"
              py={8}
              style={{
                borderRadius: 10,
                background: shown,
                color: ink,
                fontWeight: 600,
                whiteSpace: "nowrap",
              }}
            >
              {t("branding.sample_button")}
            </Box>
          </Group>
        </Box>
      </Box>
      {broken === logo && logo && (
        <Text size="sm" c="var(--mantine-color-error)" role="status">
          {t("branding.logo_broken")}
        </Text>
      )}
    </Section>
  );
}
