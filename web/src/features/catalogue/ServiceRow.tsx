import { ActionIcon, Badge, Box, Checkbox, Group, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { TextLink } from "../../parts/links";
import { useFormat } from "../../parts/who";
import { ServiceMenu } from "./ServiceMenu";
import classes from "./Services.module.css";

interface Props {
  service: Schemas["Service"];
  chosen: boolean;
  onChoose?: (on: boolean) => void;
  movable: boolean;
  /** Absent: it is the first. */
  onUp?: () => void;
  /** Absent: it is the last. */
  onDown?: () => void;
}

/** A service in the list: what it is called, how long it takes, what it costs, who sees it. */
export function ServiceRow({ service, chosen, onChoose, movable, onUp, onDown }: Props) {
  const { t } = useTranslation("catalogue");
  const { money, duration } = useFormat();
  const { id, name, description, visibility } = service;
  const badge = visibility !== "public" && (
    <Badge variant="light" color="gray" tt="none">
      {t(`visibility.${visibility}`)}
    </Badge>
  );
  return (
    <Group gap="sm" px="sm" py={10} wrap="nowrap">
      {movable && (
        <Box visibleFrom="sm" className={classes.grip} lh={0}>
          <IconGripVertical size={16} aria-hidden />
        </Box>
      )}
      {onChoose && (
        <Checkbox
          aria-label={t("services.choose", { name })}
          checked={chosen}
          onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
        />
      )}
      <Box flex={1} miw={0}>
        <TextLink to="/catalogue/services/$id" params={{ id }} fw={500} draggable={false}>
          {name}
        </TextLink>
        {description && (
          <Text size="sm" c="dimmed" truncate visibleFrom="sm">
            {description}
          </Text>
        )}
        <Group gap={6} hiddenFrom="sm">
          <Text size="sm" c="dimmed">
            {duration(service.duration_minutes)} · {money(service.price)}
          </Text>
          {badge}
        </Group>
      </Box>
      <Box visibleFrom="sm">{badge}</Box>
      <Text size="sm" c="dimmed" w={96} ta="right" visibleFrom="sm">
        {duration(service.duration_minutes)}
      </Text>
      <Text size="sm" fw={500} w={104} ta="right" visibleFrom="sm">
        {money(service.price)}
      </Text>
      {movable && (
        <Group gap={0} wrap="nowrap" visibleFrom="sm">
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={!onUp}
            className={classes.arrow}
            aria-label={t("services.up", { name })}
            onClick={onUp}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={!onDown}
            className={classes.arrow}
            aria-label={t("services.down", { name })}
            onClick={onDown}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
        </Group>
      )}
      <ServiceMenu service={service} {...(onUp ? { onUp } : {})} {...(onDown ? { onDown } : {})} />
    </Group>
  );
}
