import { Button, Paper, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { encode, renderSVG } from "uqr";

import { download } from "../../parts/download";

interface Props {
  text: string;
  /** What the file is called. */
  name: string;
}

/** A text to be scanned, and saved to be printed. Black on white in either scheme, as cameras want it. */
export function QrCode({ text, name }: Props) {
  const { t } = useTranslation("welcome");
  const { size, path } = useMemo(() => drawn(text), [text]);
  const save = () =>
    void download(
      Promise.resolve({ data: new Blob([renderSVG(text, { border: 4 })], { type: "image/svg+xml" }) }),
      `${name}.svg`,
    );
  return (
    <Stack align="center" gap="xs">
      <Paper withBorder p="xs" bg="white" radius="md">
        <svg
          role="img"
          aria-label={t("link.qr")}
          viewBox={`0 0 ${size} ${size}`}
          width={176}
          height={176}
          shapeRendering="crispEdges"
        >
          <path d={path} fill="#000" />
        </svg>
      </Paper>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={save}
      >
        {t("link.qr_save")}
      </Button>
    </Stack>
  );
}

function drawn(text: string) {
  const { size, data } = encode(text, { border: 1 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join("") };
}
