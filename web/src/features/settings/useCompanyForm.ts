import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, ifMatch, type Schemas } from "../../api/client";
import { problemOf } from "../../api/problem";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { type ApiForm, useApiForm } from "../../parts/form";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";

type Company = Schemas["Company"];

/** A form over some of the company's settings: `read` takes them out, `write` puts them back. */
export function useCompanyForm<Values extends Record<string, unknown>>(
  read: (company: Company) => Values,
  write: (values: Values) => Schemas["CompanyPatch"],
): ApiForm<Values> {
  const { t } = useTranslation();
  const { company } = useWho();
  const queries = useQueryClient();
  // What they saw when they began to type, whatever others save meanwhile.
  const [seen, setSeen] = useState(company.version);
  return useApiForm<Values>({ initialValues: read(company) }, async (values) => {
    try {
      const saved = await must(
        api.PATCH("/company", { params: { header: ifMatch(seen) }, body: write(values) }),
      );
      setSeen(saved.version);
    } catch (thrown) {
      // They are told; to save once more is to mean it.
      if (problemOf(thrown).status === 412) setSeen((await must(api.GET("/company"))).version);
      throw thrown;
    }
    await stale(queries, "/company");
    tell(t("saved"));
  });
}
