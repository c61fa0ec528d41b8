import { Drawer, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Failure, Loading } from "../../parts/states";
import { ChooseClient } from "./ChooseClient";
import { ChooseServices } from "./ChooseServices";
import { ChooseTime } from "./ChooseTime";
import { Step } from "./Step";
import type { Booking } from "./rules";
import { type Opening, useNewBooking } from "./useNewBooking";

interface Props extends Opening {
  onClose: () => void;
  onBooked: (booking: Booking) => void;
}

/** Staff book for a client: who, what, when. */
export function NewBooking({ onClose, ...rest }: Props) {
  const { t } = useTranslation(["bookings", "common"]);
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="lg">
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title fw={600}>{t("new.title")}</Drawer.Title>
          <Drawer.CloseButton aria-label={t("common:close")} />
        </Drawer.Header>
        <Drawer.Body>
          <Steps {...rest} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Steps(opening: Omit<Props, "onClose">) {
  const { t } = useTranslation("bookings");
  const making = useNewBooking(opening);
  const { draft, basket, step, go, failed, retry } = making;
  if (failed) return <Failure of={failed} retry={retry} />;
  if (!basket) return <Loading />;
  const named = basket.services.map(({ name }) => name).join(", ");
  return (
    <Stack gap="md">
      <Step
        number={1}
        title={t("client")}
        summary={draft.client?.name}
        open={step === "client"}
        onOpen={() => go("client")}
      >
        <ChooseClient onChoose={making.chooseClient} />
      </Step>
      <Step
        number={2}
        title={t("items")}
        summary={named || undefined}
        open={step === "services"}
        {...(draft.client ? { onOpen: () => go("services") } : {})}
      >
        <ChooseServices making={making} basket={basket} />
      </Step>
      <Step number={3} title={t("time")} summary={undefined} open={step === "time"}>
        <ChooseTime making={making} basket={basket} />
      </Step>
    </Stack>
  );
}
