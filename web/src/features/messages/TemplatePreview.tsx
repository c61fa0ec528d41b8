import { Box, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { Section } from "../../parts/Section";
import { Loading } from "../../parts/states";
import { framed } from "./framed";

const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

interface Props {
  preview: Schemas["Preview"] | undefined;
  /** What was thrown where there is none. */
  failed: unknown;
  language: string;
}

/** A message as its reader would get it, filled in from a booking that there might be. */
export function TemplatePreview({ preview, failed, language }: Props) {
  const { t } = useTranslation("messages");
  const [plain, setPlain] = useState(false);
  if (!preview) {
    return (
      <Section title={t("preview.title")}>
        {failed ? (
          <Text size="sm" c="dimmed">
            {t("preview.wrong")}
          </Text>
        ) : (
          <Loading />
        )}
      </Section>
    );
  }
  const { html, subject, text, segments } = preview;
  return (
    <Section
      title={t("preview.title")}
      about={t("preview.about")}
      actions={
        html && (
          <SegmentedControl
            size="xs"
            aria-label={t("preview.as")}
            value={plain ? "text" : "html"}
            onChange={(form) => setPlain(form === "text")}
            data={[
              { value: "html", label: t("preview.html") },
              { value: "text", label: t("preview.text") },
            ]}
          />
        )
      }
    >
      {subject && (
        <Text fw={600} lang={language}>
          {subject}
        </Text>
      )}
      {html && !plain ? (
        <iframe
          title={t("preview.title")}
          sandbox=""
          srcDoc={framed(html, nonce())}
          style={{ width: "100%", height: 560, border: 0, borderRadius: 8, background: "#fff" }}
        />
      ) : (
        <Box
          p="md"
          lang={language}
          bg="var(--mantine-color-default-hover)"
          style={{ borderRadius: 12, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
        >
          {text}
        </Box>
      )}
      {segments && (
        <Text size="sm" c="dimmed" role="status">
          {t("preview.segments", { count: segments })}
        </Text>
      )}
    </Section>
  );
}
