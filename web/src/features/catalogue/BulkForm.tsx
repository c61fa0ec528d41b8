import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Switch } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { $api, api, type Schemas } from "../../api/client";
import { MoneyInput } from "../../parts/MoneyInput";
import { Loading, Refusal } from "../../parts/states";
import { useAction } from "../../parts/useAction";
import { BulkPreview } from "./BulkPreview";
import { VISIBILITIES, isVisibility } from "./choices";
import { useCategories } from "./lists";

type Patch = Schemas["BulkPatch"];
type PriceChange = "keep" | "percent" | "amount";

interface Props {
  ids: string[];
  archived: boolean;
  onDone: () => void;
}

const NO_CATEGORY = "none";

/** Many services are changed at once: what would become of them is shown while it is chosen. */
export function BulkForm({ ids, archived, onDone }: Props) {
  const { t } = useTranslation("catalogue");
  const categories = useCategories();
  const [price, setPrice] = useState<PriceChange>("keep");
  const [percent, setPercent] = useState<number | string>("");
  const [amount, setAmount] = useState<Schemas["Money"] | null>(null);
  const [visibility, setVisibility] = useState<string | null>(null);
  const [category, setCategory] = useState<string | null>(null);
  const [turned, setTurned] = useState(false);
  const { run, busy } = useAction("/services");

  const change: Patch = {
    ...(price === "percent" && typeof percent === "number" && percent !== 0 ? { price: { percent } } : {}),
    ...(price === "amount" && amount ? { price: { amount: amount.amount } } : {}),
    ...(isVisibility(visibility) ? { visibility } : {}),
    ...(category ? { category_id: category === NO_CATEGORY ? null : category } : {}),
    ...(turned ? { archived: !archived } : {}),
  };
  const [settled] = useDebouncedValue(JSON.stringify(change), 300);
  const wanted = JSON.parse(settled) as Patch;
  const enabled = Object.keys(wanted).length > 0;
  const body = { filter: { ids }, change: wanted, preview: true };
  const preview = $api.useQuery("post", "/services/bulk", { body }, { enabled, retry: false });
  const current = settled === JSON.stringify(change) && enabled ? preview.data : undefined;

  const apply = () =>
    run({
      send: () => api.POST("/services/bulk", { body: { ...body, preview: false } }),
      done: ({ data }) => t("bulk.done", { count: data.length }),
      then: onDone,
    });

  return (
    <Stack>
      <Stack gap={6}>
        <SegmentedControl
          aria-label={t("bulk.price")}
          value={price}
          onChange={(next) => setPrice(next === "percent" || next === "amount" ? next : "keep")}
          data={[
            { value: "keep", label: t("bulk.price_keep") },
            { value: "percent", label: t("bulk.price_percent") },
            { value: "amount", label: t("bulk.price_amount") },
          ]}
        />
        {price === "percent" && (
          <NumberInput
            label={t("bulk.percent")}
            description={t("bulk.percent_hint")}
            suffix=" %"
            min={-50}
            max={100}
            allowDecimal={false}
            value={percent}
            onChange={setPercent}
          />
        )}
        {price === "amount" && <MoneyInput label={t("bulk.amount")} value={amount} onChange={setAmount} />}
      </Stack>
      <Group grow align="flex-start">
        <Select
          label={t("fields.visibility")}
          placeholder={t("bulk.keep")}
          clearable
          data={VISIBILITIES.map((value) => ({ value, label: t(`visibility.${value}`) }))}
          value={visibility}
          onChange={setVisibility}
        />
        <Select
          label={t("fields.category")}
          placeholder={t("bulk.keep")}
          clearable
          data={[
            { value: NO_CATEGORY, label: t("services.no_category") },
            ...(categories.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={category}
          onChange={setCategory}
        />
      </Group>
      <Switch
        label={t(archived ? "bulk.restore" : "bulk.archive")}
        checked={turned}
        onChange={({ currentTarget }) => setTurned(currentTarget.checked)}
      />
      <Refusal of={enabled ? preview.error : null} />
      {enabled && preview.isFetching && !preview.data && <Loading />}
      {current && <BulkPreview changes={current.data} categories={categories.data ?? []} />}
      <Button disabled={!current || current.data.length === 0} loading={busy} onClick={apply}>
        {current ? t("bulk.apply", { count: current.data.length }) : t("bulk.choose")}
      </Button>
    </Stack>
  );
}
