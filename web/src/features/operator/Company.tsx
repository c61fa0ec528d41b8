import { Alert, Anchor, Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { $operator } from "../../api/operator";
import { LANGUAGES, isLanguage } from "../../i18n";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Failure, Loading } from "../../parts/states";
import { ActionsOf } from "./Actions";
import { CompanyActions } from "./CompanyActions";
import { CompanyBadges } from "./CompanyBadges";
import { useOperatorFormat } from "./format";

/** One company, and what the operator can do to it. */
export function Company() {
  const { id } = useParams({ from: "/operator/companies/$id" });
  const { t } = useTranslation("operator");
  const company = $operator.useQuery("get", "/platform/companies/{id}", { params: { path: { id } } });
  if (company.isPending) return <Loading />;
  if (company.isError) return <Failure of={company.error} retry={() => void company.refetch()} />;
  const { data } = company;
  return (
    <Page
      title={data.name}
      about={<TextLink to="/operator">{t("companies.title")}</TextLink>}
      actions={<CompanyActions company={data} />}
    >
      {data.suspended_reason && (
        <Alert color="red" icon={<IconBan />} title={t("company.suspended")}>
          {data.suspended_reason}
        </Alert>
      )}
      <Facts company={data} />
      <Title order={2} size="h4">
        {t("company.log")}
      </Title>
      <ActionsOf company={id} />
    </Page>
  );
}

function Facts({ company }: { company: Schemas["PlatformCompanyDetail"] }) {
  const { t } = useTranslation("operator");
  const format = useOperatorFormat();
  const page = `/b/${company.slug}`;
  return (
    <Card withBorder>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        <Fact name={t("companies.status")}>
          <CompanyBadges company={company} />
        </Fact>
        <Fact name={t("company.page")}>
          {company.verified_at && company.status === "active" ? (
            <Anchor href={page} target="_blank">
              {page}
            </Anchor>
          ) : (
            page
          )}
        </Fact>
        <Fact name={t("company.admin")}>
          {company.admin_email ? (
            <Anchor href={`mailto:${company.admin_email}`}>{company.admin_email}</Anchor>
          ) : (
            "–"
          )}
        </Fact>
        <Fact name={t("company.members")}>{format.number(company.active_members)}</Fact>
        <Fact name={t("company.registered")}>{format.dateTime(company.created_at)}</Fact>
        <Fact name={t("company.verified")}>
          {company.verified_at ? format.dateTime(company.verified_at) : t("unverified")}
        </Fact>
        <Fact name={t("company.zone")}>{company.time_zone}</Fact>
        <Fact name={t("company.language")}>
          {isLanguage(company.language) ? LANGUAGES[company.language] : company.language}
        </Fact>
        <Fact name={t("company.currency")}>{company.currency}</Fact>
        {company.closes_at && <Fact name={t("company.closes")}>{format.dateTime(company.closes_at)}</Fact>}
      </SimpleGrid>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Stack gap={0} miw={0}>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="div" style={{ overflowWrap: "anywhere" }}>
        {children}
      </Text>
    </Stack>
  );
}
