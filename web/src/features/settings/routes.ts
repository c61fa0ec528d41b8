import { withRest } from "../../rest";
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

/** A new role that begins as another. */
interface Liking {
  like?: string | undefined;
}

/** The settings and their pages, below the desk. */
export function settingsRoutes<Desk extends AnyRoute>(desk: Desk) {
  const settings = createRoute({
    getParentRoute: () => desk,
    path: "/settings",
    component: lazyRouteComponent(() => withRest(import("./Settings")), "Settings"),
  });
  const getParentRoute = () => settings;

  return settings.addChildren([
    createRoute({
      getParentRoute,
      path: "/",
      component: lazyRouteComponent(() => withRest(import("./SettingsIndex")), "SettingsIndex"),
    }),
    createRoute({
      getParentRoute,
      path: "/account",
      component: lazyRouteComponent(() => withRest(import("./account/Account")), "Account"),
    }),
    createRoute({
      getParentRoute,
      path: "/company",
      component: lazyRouteComponent(() => withRest(import("./company/Company")), "Company"),
    }),
    createRoute({
      getParentRoute,
      path: "/branding",
      component: lazyRouteComponent(() => withRest(import("./company/Branding")), "Branding"),
    }),
    createRoute({
      getParentRoute,
      path: "/booking",
      component: lazyRouteComponent(() => withRest(import("./company/BookingPolicy")), "BookingPolicy"),
    }),
    createRoute({
      getParentRoute,
      path: "/members",
      component: lazyRouteComponent(() => withRest(import("./members/Members")), "Members"),
    }),
    createRoute({
      getParentRoute,
      path: "/roles",
      component: lazyRouteComponent(() => withRest(import("./roles/Roles")), "Roles"),
    }),
    createRoute({
      getParentRoute,
      path: "/roles/$key",
      component: lazyRouteComponent(() => withRest(import("./roles/RolePage")), "RolePage"),
    }),
    createRoute({
      getParentRoute,
      path: "/new-role",
      validateSearch: ({ like }: Record<string, unknown>): Liking =>
        typeof like === "string" ? { like } : {},
      component: lazyRouteComponent(() => withRest(import("./roles/RolePage")), "NewRolePage"),
    }),
    createRoute({
      getParentRoute,
      path: "/audit",
      component: lazyRouteComponent(() => withRest(import("../audit/AuditLog")), "AuditLog"),
    }),
    createRoute({
      getParentRoute,
      path: "/messages",
      component: lazyRouteComponent(() => withRest(import("../messages/Messages")), "Messages"),
    }),
    createRoute({
      getParentRoute,
      path: "/reminders",
      component: lazyRouteComponent(() => withRest(import("../messages/Reminders")), "Reminders"),
    }),
    createRoute({
      getParentRoute,
      path: "/templates",
      component: lazyRouteComponent(() => withRest(import("../messages/Templates")), "Templates"),
    }),
    createRoute({
      getParentRoute,
      path: "/templates/$kind/$channel/$language",
      component: lazyRouteComponent(() => withRest(import("../messages/TemplatePage")), "TemplatePage"),
    }),
    createRoute({
      getParentRoute,
      path: "/mail-server",
      component: lazyRouteComponent(() => withRest(import("../messages/MailServer")), "MailServer"),
    }),
    createRoute({
      getParentRoute,
      path: "/api-keys",
      component: lazyRouteComponent(() => withRest(import("../developers/ApiKeys")), "ApiKeys"),
    }),
    createRoute({
      getParentRoute,
      path: "/webhooks",
      component: lazyRouteComponent(() => withRest(import("../developers/Webhooks")), "Webhooks"),
    }),
    createRoute({
      getParentRoute,
      path: "/webhooks/$id",
      component: lazyRouteComponent(() => withRest(import("../developers/WebhookPage")), "WebhookPage"),
    }),
  ]);
}
