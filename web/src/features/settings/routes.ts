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
    component: lazyRouteComponent(() => import("./Settings"), "Settings"),
  });
  const getParentRoute = () => settings;

  return settings.addChildren([
    createRoute({
      getParentRoute,
      path: "/",
      component: lazyRouteComponent(() => import("./SettingsIndex"), "SettingsIndex"),
    }),
    createRoute({
      getParentRoute,
      path: "/account",
      component: lazyRouteComponent(() => import("./account/Account"), "Account"),
    }),
    createRoute({
      getParentRoute,
      path: "/company",
      component: lazyRouteComponent(() => import("./company/Company"), "Company"),
    }),
    createRoute({
      getParentRoute,
      path: "/branding",
      component: lazyRouteComponent(() => import("./company/Branding"), "Branding"),
    }),
    createRoute({
      getParentRoute,
      path: "/booking",
      component: lazyRouteComponent(() => import("./company/BookingPolicy"), "BookingPolicy"),
    }),
    createRoute({
      getParentRoute,
      path: "/members",
      component: lazyRouteComponent(() => import("./members/Members"), "Members"),
    }),
    createRoute({
      getParentRoute,
      path: "/roles",
      component: lazyRouteComponent(() => import("./roles/Roles"), "Roles"),
    }),
    createRoute({
      getParentRoute,
      path: "/roles/$key",
      component: lazyRouteComponent(() => import("./roles/RolePage"), "RolePage"),
    }),
    createRoute({
      getParentRoute,
      path: "/new-role",
      validateSearch: ({ like }: Record<string, unknown>): Liking =>
        typeof like === "string" ? { like } : {},
      component: lazyRouteComponent(() => import("./roles/RolePage"), "NewRolePage"),
    }),
    createRoute({
      getParentRoute,
      path: "/audit",
      component: lazyRouteComponent(() => import("../audit/AuditLog"), "AuditLog"),
    }),
    createRoute({
      getParentRoute,
      path: "/messages",
      component: lazyRouteComponent(() => import("../messages/Messages"), "Messages"),
    }),
    createRoute({
      getParentRoute,
      path: "/reminders",
      component: lazyRouteComponent(() => import("../messages/Reminders"), "Reminders"),
    }),
    createRoute({
      getParentRoute,
      path: "/templates",
      component: lazyRouteComponent(() => import("../messages/Templates"), "Templates"),
    }),
    createRoute({
      getParentRoute,
      path: "/templates/$kind/$channel/$language",
      component: lazyRouteComponent(() => import("../messages/TemplatePage"), "TemplatePage"),
    }),
    createRoute({
      getParentRoute,
      path: "/mail-server",
      component: lazyRouteComponent(() => import("../messages/MailServer"), "MailServer"),
    }),
    createRoute({
      getParentRoute,
      path: "/api-keys",
      component: lazyRouteComponent(() => import("../developers/ApiKeys"), "ApiKeys"),
    }),
    createRoute({
      getParentRoute,
      path: "/webhooks",
      component: lazyRouteComponent(() => import("../developers/Webhooks"), "Webhooks"),
    }),
    createRoute({
      getParentRoute,
      path: "/webhooks/$id",
      component: lazyRouteComponent(() => import("../developers/WebhookPage"), "WebhookPage"),
    }),
  ]);
}
