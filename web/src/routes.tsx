import {
  Outlet,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";

import { session } from "./api/session";
import { SignIn } from "./features/entrance/SignIn";
import { Lost } from "./shell/Lost";
import { Shell } from "./shell/Shell";
import { Failure, Loading } from "./parts/states";

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: Lost,
});

interface Entering {
  /** Where to go afterwards: an address of the desk. */
  next?: string | undefined;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: ({ next }: Record<string, unknown>): Entering =>
    typeof next === "string" && /^\/(?!\/)/.test(next) ? { next } : {},
  component: SignIn,
});

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  component: lazyRouteComponent(() => import("./features/entrance/Register"), "Register"),
});

/** Everything that wants somebody signed in. */
const desk = createRoute({
  getParentRoute: () => root,
  id: "desk",
  beforeLoad: async ({ location }) => {
    if ((await session.token()) === null) throw redirect({ to: "/sign-in", search: { next: location.href } });
  },
  component: Shell,
});

/** A booking that is looked at beside the list. */
interface Looking {
  booking?: string | undefined;
}

const looking = ({ booking }: Record<string, unknown>): Looking =>
  typeof booking === "string" ? { booking } : {};

const home = createRoute({
  getParentRoute: () => desk,
  path: "/",
  component: lazyRouteComponent(() => import("./features/today/Today"), "Today"),
});

const clients = createRoute({
  getParentRoute: () => desk,
  path: "/clients",
  component: lazyRouteComponent(() => import("./features/clients/Clients"), "Clients"),
});

const client = createRoute({
  getParentRoute: () => desk,
  path: "/clients/$id",
  component: lazyRouteComponent(() => import("./features/clients/ClientCard"), "ClientCard"),
});

const bookings = createRoute({
  getParentRoute: () => desk,
  path: "/bookings",
  validateSearch: looking,
  component: lazyRouteComponent(() => import("./features/bookings/Bookings"), "Bookings"),
});

const calendar = createRoute({
  getParentRoute: () => desk,
  path: "/calendar",
  validateSearch: looking,
  component: lazyRouteComponent(() => import("./features/calendar/Calendar"), "Calendar"),
});

const catalogue = createRoute({
  getParentRoute: () => desk,
  path: "/catalogue",
  component: lazyRouteComponent(() => import("./features/catalogue/Catalogue"), "Catalogue"),
});

const team = createRoute({
  getParentRoute: () => desk,
  path: "/team",
  component: lazyRouteComponent(() => import("./features/people/Team"), "Team"),
});

const reports = createRoute({
  getParentRoute: () => desk,
  path: "/reports",
  component: lazyRouteComponent(() => import("./features/reports/Reports"), "Reports"),
});

const settings = createRoute({
  getParentRoute: () => desk,
  path: "/settings",
  component: lazyRouteComponent(() => import("./features/settings/Settings"), "Settings"),
});

const welcome = createRoute({
  getParentRoute: () => desk,
  path: "/welcome",
  component: lazyRouteComponent(() => import("./features/welcome/Welcome"), "Welcome"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    register,
    desk.addChildren([
      home,
      welcome,
      calendar,
      bookings,
      clients,
      client,
      catalogue,
      team,
      reports,
      settings,
    ]),
  ]),
  context: { queries: undefined as unknown as QueryClient },
  defaultPreload: "intent",
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <Failure of={error} retry={reset} />,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
