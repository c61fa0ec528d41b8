import { ScrollArea } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";

import classes from "./RoomTabs.module.css";

export interface RoomTab {
  to: LinkProps["to"];
  label: string;
}

/** The parts of a room of the desk, each with an address of its own. */
export function RoomTabs({ label, tabs }: { label: string; tabs: RoomTab[] }) {
  return (
    <ScrollArea type="never" mb="lg">
      <nav aria-label={label} className={classes.tabs}>
        {tabs.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            className={classes.tab}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ "aria-current": "page" }}
          >
            {label}
          </Link>
        ))}
      </nav>
    </ScrollArea>
  );
}
