import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api, type Schemas } from "../../api/client";
import { LANGUAGES, isLanguage } from "../../i18n";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Failure, Loading } from "../../parts/states";
import { TemplateEditor } from "./TemplateEditor";

/** The words of one kind of message, by one channel, in one language. */
export function TemplatePage() {
  const { t } = useTranslation("messages");
  const { kind, channel, language } = useParams({
    from: "/desk/settings/templates/$kind/$channel/$language",
  });
  const query = $api.useQuery("get", "/templates");
  const template = query.data?.data.find(
    (one) => one.kind === kind && one.channel === channel && one.language === language,
  );
  return (
    <Page
      title={template ? t(`kind.${template.kind}`) : t("templates.title")}
      about={template && <About template={template} />}
    >
      {query.isPending ? (
        <Loading />
      ) : query.isError ? (
        <Failure of={query.error} retry={() => void query.refetch()} />
      ) : template ? (
        <TemplateEditor
          key={`${kind}/${channel}/${language}/${template.version}`}
          template={template}
          variables={query.data.variables.filter(({ name }) => template.variables.includes(name))}
        />
      ) : (
        <Failure of={{ code: "not_found", status: 404, detail: t("templates.gone"), errors: [] }} />
      )}
    </Page>
  );
}

function About({ template: { channel, language } }: { template: Schemas["MessageTemplate"] }) {
  const { t } = useTranslation("messages");
  return (
    <>
      {t(`channel.${channel}`)} · {isLanguage(language) ? LANGUAGES[language] : language} ·{" "}
      <TextLink to="/settings/templates" underline="always">
        {t("templates.all")}
      </TextLink>
    </>
  );
}
