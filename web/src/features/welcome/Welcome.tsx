import { Card } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { $api } from "../../api/client";
import { ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Failure, Loading } from "../../parts/states";
import { useWho } from "../../parts/who";
import { HoursStep } from "./HoursStep";
import { LinkStep } from "./LinkStep";
import { ServiceStep } from "./ServiceStep";
import { Steps } from "./Steps";
import { TeamStep } from "./TeamStep";
import { draft } from "./presets";
import { STEPS, type Step } from "./steps";

/** The first minutes of a company: its hours, a service, who does it, and then the link that clients book by. */
export function Welcome() {
  const { t } = useTranslation("welcome");
  const { company, can } = useWho();
  const { step: asked } = useSearch({ from: "/desk/welcome" });
  const navigate = useNavigate();
  const services = $api.useQuery("get", "/services", { params: { query: { limit: 100 } } });
  const staff = $api.useQuery("get", "/staff", { params: { query: { limit: 100 } } });

  const failed = services.error ?? staff.error;
  if (failed)
    return <Failure of={failed} retry={() => void Promise.all([services.refetch(), staff.refetch()])} />;
  if (!services.data || !staff.data) return <Loading />;

  const done = {
    hours: staff.data.data.length > 0 || draft.read(company.id) !== null,
    service: services.data.data.length > 0,
    team: staff.data.data.length > 0,
    link: false,
  };
  const mayAll = can("services:create") && can("staff:create");
  const step = mayAll ? (asked ?? STEPS.find((step) => !done[step]) ?? "link") : "link";
  const go = (step: Step) => void navigate({ to: "/welcome", search: { step } });
  const next = () => go(STEPS[STEPS.indexOf(step) + 1] ?? "link");

  return (
    <Page
      title={t("title", { company: company.name })}
      about={t("about")}
      actions={
        step !== "link" && (
          <ButtonLink to="/" variant="default">
            {t("later")}
          </ButtonLink>
        )
      }
    >
      {mayAll && <Steps at={step} done={done} onGo={go} />}
      <Card withBorder padding="lg" maw={820}>
        {step === "hours" && <HoursStep staff={staff.data.data} onNext={next} />}
        {step === "service" && <ServiceStep services={services.data.data} onNext={next} />}
        {step === "team" && <TeamStep staff={staff.data.data} onNext={next} />}
        {step === "link" && <LinkStep services={services.data.data} done={done} onGo={go} />}
      </Card>
    </Page>
  );
}
