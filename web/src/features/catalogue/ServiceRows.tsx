import { Card, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../../api/client";
import { ServiceRow } from "./ServiceRow";
import classes from "./Services.module.css";

interface Props {
  label: string;
  services: Schemas["Service"][];
  chosen: ReadonlySet<string>;
  /** Absent: nothing can be chosen. */
  onChoose?: (ids: string[], on: boolean) => void;
  /** A service is to stand where another stood. Absent: the order is not theirs to change. */
  onMove?: (id: string, onto: string) => void;
}

/** The services under one heading. They are moved by dragging, or with a press on an arrow. */
export function ServiceRows({ label, services, chosen, onChoose, onMove }: Props) {
  const { t } = useTranslation("catalogue");
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const drop = () => {
    if (dragged && over && dragged !== over) onMove?.(dragged, over);
    setDragged(null);
    setOver(null);
  };
  const move = (index: number, step: -1 | 1) => {
    const [one, other] = [services[index], services[index + step]];
    if (!one || !other) return;
    onMove?.(one.id, other.id);
    setSaid(t("services.moved", { name: one.name, place: index + step + 1, of: services.length }));
  };
  return (
    <Card withBorder padding={0}>
      <ul aria-label={label} className={classes.rows}>
        {services.map((service, index) => (
          <li
            key={service.id}
            className={classes.row}
            data-over={(dragged && over === service.id && dragged !== service.id) || undefined}
            data-dragged={dragged === service.id || undefined}
            draggable={onMove !== undefined}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              event.dataTransfer.setData("text/plain", service.name);
              setDragged(service.id);
            }}
            onDragOver={(event) => {
              if (!dragged) return;
              event.preventDefault();
              setOver(service.id);
            }}
            onDrop={(event) => {
              event.preventDefault();
              drop();
            }}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
          >
            <ServiceRow
              service={service}
              chosen={chosen.has(service.id)}
              {...(onChoose ? { onChoose: (on) => onChoose([service.id], on) } : {})}
              {...(onMove && index > 0 ? { onUp: () => move(index, -1) } : {})}
              {...(onMove && index < services.length - 1 ? { onDown: () => move(index, 1) } : {})}
              movable={onMove !== undefined}
            />
          </li>
        ))}
      </ul>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </Card>
  );
}
