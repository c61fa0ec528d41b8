import { Button, Group, Menu } from "@mantine/core";
import {
  IconCalendarClock,
  IconCalendarPlus,
  IconCheck,
  IconCircleCheck,
  IconCirclePlus,
  IconDots,
  IconPlayerPlay,
  IconUserOff,
  IconUserShare,
  IconX,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api/client";
import { attempt } from "../../parts/attempt";
import { download } from "../../parts/download";
import { tell } from "../../parts/tell";
import { useWho } from "../../parts/who";
import { AddAddons } from "./AddAddons";
import { Assign } from "./Assign";
import { BecauseModal, type Reasoned } from "./BecauseModal";
import { Reschedule } from "./Reschedule";
import { type Action, type Booking, actionsOf } from "./rules";
import { change, useChange } from "./useChange";
import { useNow } from "./useNow";

type Form = "reschedule" | "assign" | "add_addons";

const ICONS = {
  confirm: IconCheck,
  decline: IconX,
  start: IconPlayerPlay,
  complete: IconCircleCheck,
  no_show: IconUserOff,
  cancel: IconX,
  reschedule: IconCalendarClock,
  assign: IconUserShare,
  add_addons: IconCirclePlus,
};

const ONWARD = ["confirm", "start", "complete"] as const;
const BESIDE = ["decline", "reschedule"] as const;
const FORMS: Form[] = ["assign", "add_addons"];
const AWAY: Reasoned[] = ["no_show", "cancel"];

/** What may be done with a booking as it stands: the next step first, the rest behind a menu. */
export function BookingActions({ booking }: { booking: Booking }) {
  const { t } = useTranslation(["bookings", "common"]);
  const { can } = useWho();
  const [form, setForm] = useState<Form | null>(null);
  const [because, setBecause] = useState<Reasoned | null>(null);
  const { mutate, isPending } = useChange((done) => tell(t(`became.${done.status}`)));
  const legal = actionsOf(booking, can, useNow());
  const may = <One extends Action>(some: readonly One[]) => some.filter((action) => legal.includes(action));
  const icon = (action: Action, size = 16) => {
    const Icon = ICONS[action];
    return <Icon size={size} aria-hidden />;
  };
  const close = () => setForm(null);

  if (form === "reschedule") return <Reschedule booking={booking} onClose={close} />;
  if (form === "assign") return <Assign booking={booking} onClose={close} />;
  if (form === "add_addons") return <AddAddons booking={booking} onClose={close} />;
  return (
    <Group gap="xs">
      {may(ONWARD).map((action) => (
        <Button
          key={action}
          leftSection={icon(action)}
          loading={isPending}
          onClick={() => mutate(() => change[action](booking.id))}
        >
          {t(`action.${action}`)}
        </Button>
      ))}
      {may(BESIDE).map((action) => (
        <Button
          key={action}
          variant="default"
          leftSection={icon(action)}
          onClick={() => (action === "decline" ? setBecause(action) : setForm(action))}
        >
          {t(`action.${action}`)}
        </Button>
      ))}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots size={16} aria-hidden />}>
            {t("more")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {may(FORMS).map((action) => (
            <Menu.Item key={action} leftSection={icon(action)} onClick={() => setForm(action)}>
              {t(`action.${action}`)}
            </Menu.Item>
          ))}
          <Menu.Item
            leftSection={<IconCalendarPlus size={16} aria-hidden />}
            onClick={() => void attempt(() => saveCalendarFile(booking))}
          >
            {t("action.calendar_file")}
          </Menu.Item>
          {may(AWAY).map((action) => (
            <Menu.Item
              key={action}
              color="var(--mantine-color-error)"
              leftSection={icon(action)}
              onClick={() => setBecause(action)}
            >
              {t(`action.${action}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {because && <BecauseModal booking={booking} action={because} onClose={() => setBecause(null)} />}
    </Group>
  );
}

/** Saves a booking as a file that calendars understand. */
function saveCalendarFile({ id, reference }: Booking): Promise<void> {
  const answer = api.GET("/bookings/{id}/calendar.ics", { params: { path: { id } }, parseAs: "blob" });
  return download(answer, `${reference}.ics`);
}
