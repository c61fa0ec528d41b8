import { Button, Menu, Text } from "@mantine/core";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../api/client";
import { session } from "../api/session";
import { must } from "../api/must";
import { useWho } from "../parts/who";
import { tellFailure } from "../parts/tell";

/** Which company this is, and a way to another one. */
export function CompanySwitcher() {
  const { t } = useTranslation();
  const { company, me } = useWho();
  const queries = useQueryClient();
  const navigate = useNavigate();

  const enter = async (slug: string) => {
    try {
      const signed = await must(
        api.POST("/me/switch-company", { body: { company: slug, remember: "cookie" } }),
      );
      await navigate({ to: "/" });
      queries.clear();
      session.begin(signed);
    } catch (thrown) {
      tellFailure(thrown);
    }
  };

  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          px="xs"
          rightSection={<IconSelector size={16} aria-hidden />}
          styles={{ root: { minWidth: 0 } }}
        >
          <Text fw={600} truncate>
            {company.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("companies")}</Menu.Label>
        {me.companies.map(({ company_id, name, slug }) => (
          <Menu.Item
            key={company_id}
            leftSection={company_id === company.id ? <IconCheck size={16} aria-hidden /> : <span />}
            onClick={() => void (company_id === company.id ? undefined : enter(slug))}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/register" leftSection={<IconPlus size={16} aria-hidden />}>
          {t("company_new")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
