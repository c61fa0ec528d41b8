import { Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArchive, IconArchiveOff, IconDots, IconEraser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { api, type Schemas } from "../../api/client";
import { confirm } from "../../parts/confirm";
import { useAction } from "../../parts/useAction";
import { useWho } from "../../parts/who";
import { EraseClient } from "./EraseClient";

/** What is seldom done with a client's card: archive it, take it back out, erase it. */
export function ClientMenu({ client }: { client: Schemas["Client"] }) {
  const { t } = useTranslation(["clients", "common"]);
  const { can } = useWho();
  const [erasing, erase] = useDisclosure();
  const { run } = useAction("/clients", "/bookings");
  const { id, name, archived_at, erased_at } = client;
  const at = { params: { path: { id } } };
  if (erased_at || !(can("clients:update") || (archived_at && can("clients:erase")))) return null;
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots size={16} aria-hidden />}>
            {t("card.more")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {can("clients:update") && !archived_at && (
            <Menu.Item
              leftSection={<IconArchive size={16} aria-hidden />}
              onClick={() =>
                confirm({
                  title: t("card.archive_title", { name }),
                  text: t("card.archive_text"),
                  confirm: t("common:archive"),
                  onConfirm: () =>
                    run({ send: () => api.POST("/clients/{id}/archive", at), done: t("card.archive_done") }),
                })
              }
            >
              {t("common:archive")}
            </Menu.Item>
          )}
          {can("clients:update") && archived_at && (
            <Menu.Item
              leftSection={<IconArchiveOff size={16} aria-hidden />}
              onClick={() =>
                run({ send: () => api.POST("/clients/{id}/restore", at), done: t("card.restore_done") })
              }
            >
              {t("common:restore")}
            </Menu.Item>
          )}
          {can("clients:erase") && archived_at && (
            <Menu.Item
              color="var(--mantine-color-error)"
              leftSection={<IconEraser size={16} aria-hidden />}
              onClick={erase.open}
            >
              {t("erase.action")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {erasing && <EraseClient client={client} onClose={erase.close} />}
    </>
  );
}
