import { Badge } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { TextLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Failure, Loading } from "../../parts/states";
import { ServiceForm } from "./ServiceForm";
import { ServiceMenu } from "./ServiceMenu";

/** One service, with all that can be said of it. */
export function ServicePage() {
  const { t } = useTranslation("catalogue");
  const { id } = useParams({ from: "/desk/catalogue/services/$id" });
  const navigate = useNavigate();
  const service = $api.useQuery("get", "/services/{id}", { params: { path: { id } } });
  if (service.error && !service.data)
    return <Failure of={service.error} retry={() => void service.refetch()} />;
  if (!service.data) return <Loading />;
  const back = () => void navigate({ to: "/catalogue" });
  return (
    <Page
      title={service.data.name}
      about={<Back />}
      actions={
        <>
          {service.data.archived_at && (
            <Badge color="gray" variant="light" tt="none">
              {t("archived")}
            </Badge>
          )}
          <ServiceMenu service={service.data} onDeleted={back} />
        </>
      }
    >
      <ServiceForm service={service.data} onDone={back} />
    </Page>
  );
}

/** A service that does not exist yet; `like` another, where that was asked for. */
export function NewServicePage() {
  const { t } = useTranslation("catalogue");
  const { like } = useSearch({ from: "/desk/catalogue/services/new" });
  const navigate = useNavigate();
  const model = $api.useQuery(
    "get",
    "/services/{id}",
    { params: { path: { id: like ?? "" } } },
    { enabled: like !== undefined },
  );
  if (model.error) return <Failure of={model.error} retry={() => void model.refetch()} />;
  if (like !== undefined && !model.data) return <Loading />;
  return (
    <Page title={t("services.add")} about={<Back />}>
      <ServiceForm
        {...(model.data
          ? { like: { ...model.data, name: t("services.copy_of", { name: model.data.name }) } }
          : {})}
        onDone={() => void navigate({ to: "/catalogue" })}
      />
    </Page>
  );
}

function Back() {
  const { t } = useTranslation("catalogue");
  return (
    <TextLink to="/catalogue" size="sm">
      {t("services.title")}
    </TextLink>
  );
}
