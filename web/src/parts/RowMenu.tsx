import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";

export interface RowAction {
  label: string;
  icon?: ReactNode;
  /** It takes something away. */
  danger?: boolean;
  onClick: () => void;
}

interface Props {
  /** Said by screen readers: whose actions these are. */
  label: string;
  /** What is false is left out; without any there is no menu. */
  actions: (RowAction | false)[];
}

/** What can be done with a row. */
export function RowMenu({ label, actions }: Props) {
  const open = actions.filter((action) => action !== false);
  if (open.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {open.map(({ label, icon, danger, onClick }) => (
          <Menu.Item
            key={label}
            leftSection={icon}
            {...(danger ? { color: "var(--mantine-color-error)" } : {})}
            onClick={onClick}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
