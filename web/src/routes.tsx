import {
  Outlet,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";

import { operatorSession } from "./api/operator";
import { session } from "./api/session";
import { calendarSearch } from "./features/calendar/search";
import { bookingsSearch } from "./features/bookings/search";
import { type Step, isStep } from "./features/welcome/steps";
import { settingsRoutes } from "./features/settings/routes";
import { Today } from "./features/today/Today";
import { Lost } from "./shell/Lost";
import { withRest } from "./rest";
import { Shell } from "./shell/Shell";
import { Failure, Loading } from "./parts/states";

const root = createRootRoute({
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
  component: lazyRouteComponent(() => withRest(import("./features/entrance/SignIn")), "SignIn"),
});

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  component: lazyRouteComponent(() => withRest(import("./features/entrance/Register")), "Register"),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: "/forgot",
  component: lazyRouteComponent(() => withRest(import("./features/entrance/Forgot")), "Forgot"),
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

const home = createRoute({
  getParentRoute: () => desk,
  path: "/",
  component: Today,
});

const clients = createRoute({
  getParentRoute: () => desk,
  path: "/clients",
  component: lazyRouteComponent(() => withRest(import("./features/clients/Clients")), "Clients"),
});

const client = createRoute({
  getParentRoute: () => desk,
  path: "/clients/$id",
  component: lazyRouteComponent(() => withRest(import("./features/clients/ClientCard")), "ClientCard"),
});

const bookings = createRoute({
  getParentRoute: () => desk,
  path: "/bookings",
  validateSearch: bookingsSearch,
  component: lazyRouteComponent(() => withRest(import("./features/bookings/Bookings")), "Bookings"),
});

const calendar = createRoute({
  getParentRoute: () => desk,
  path: "/calendar",
  validateSearch: calendarSearch,
  component: lazyRouteComponent(() => withRest(import("./features/calendar/Calendar")), "Calendar"),
});

const catalogue = createRoute({
  getParentRoute: () => desk,
  id: "catalogue",
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/Catalogue")), "Catalogue"),
});

const services = createRoute({
  getParentRoute: () => catalogue,
  path: "/catalogue",
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/Services")), "Services"),
});

const addons = createRoute({
  getParentRoute: () => catalogue,
  path: "/catalogue/addons",
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/Addons")), "Addons"),
});

const categories = createRoute({
  getParentRoute: () => catalogue,
  path: "/catalogue/categories",
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/Categories")), "Categories"),
});

const resources = createRoute({
  getParentRoute: () => catalogue,
  path: "/catalogue/resources",
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/Resources")), "Resources"),
});

const locations = createRoute({
  getParentRoute: () => catalogue,
  path: "/catalogue/locations",
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/Locations")), "Locations"),
});

const newService = createRoute({
  getParentRoute: () => desk,
  path: "/catalogue/services/new",
  validateSearch: ({ like }: Record<string, unknown>): { like?: string | undefined } =>
    typeof like === "string" ? { like } : {},
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/ServicePage")), "NewServicePage"),
});

const service = createRoute({
  getParentRoute: () => desk,
  path: "/catalogue/services/$id",
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/ServicePage")), "ServicePage"),
});

const location = createRoute({
  getParentRoute: () => desk,
  path: "/catalogue/locations/$id",
  component: lazyRouteComponent(() => withRest(import("./features/catalogue/LocationPage")), "LocationPage"),
});

const team = createRoute({
  getParentRoute: () => desk,
  id: "team",
  component: lazyRouteComponent(() => withRest(import("./features/people/Team")), "Team"),
});

const staff = createRoute({
  getParentRoute: () => team,
  path: "/team",
  component: lazyRouteComponent(() => withRest(import("./features/people/StaffList")), "StaffList"),
});

const shifts = createRoute({
  getParentRoute: () => team,
  path: "/team/shifts",
  validateSearch: ({ week }: Record<string, unknown>): { week?: string | undefined } =>
    typeof week === "string" && DAY.test(week) ? { week } : {},
  component: lazyRouteComponent(() => withRest(import("./features/shifts/Shifts")), "Shifts"),
});

const timeOff = createRoute({
  getParentRoute: () => team,
  path: "/team/time-off",
  component: lazyRouteComponent(() => withRest(import("./features/people/TimeOff")), "TimeOff"),
});

const holidays = createRoute({
  getParentRoute: () => team,
  path: "/team/holidays",
  component: lazyRouteComponent(() => withRest(import("./features/people/Holidays")), "Holidays"),
});

const timeEntries = createRoute({
  getParentRoute: () => team,
  path: "/team/time-entries",
  component: lazyRouteComponent(() => withRest(import("./features/people/TimeEntries")), "TimeEntries"),
});

const staffMember = createRoute({
  getParentRoute: () => desk,
  path: "/team/staff/$id",
  component: lazyRouteComponent(() => withRest(import("./features/people/StaffCard")), "StaffCard"),
});

/** A range of days: both ends are in it. */
interface Ranging {
  from?: string | undefined;
  until?: string | undefined;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

const reports = createRoute({
  getParentRoute: () => desk,
  path: "/reports",
  validateSearch: ({ from, until }: Record<string, unknown>): Ranging =>
    typeof from === "string" && typeof until === "string" && DAY.test(from) && DAY.test(until)
      ? { from, until }
      : {},
  component: lazyRouteComponent(() => withRest(import("./features/reports/Overview")), "Overview"),
});

const reportFiles = createRoute({
  getParentRoute: () => desk,
  path: "/reports/all",
  component: lazyRouteComponent(() => withRest(import("./features/reports/Reports")), "Reports"),
});

const reportSchedules = createRoute({
  getParentRoute: () => desk,
  path: "/reports/schedules",
  component: lazyRouteComponent(
    () => withRest(import("./features/reports/ReportSchedules")),
    "ReportSchedules",
  ),
});

const report = createRoute({
  getParentRoute: () => desk,
  path: "/reports/$id",
  component: lazyRouteComponent(() => withRest(import("./features/reports/Report")), "Report"),
});

const welcome = createRoute({
  getParentRoute: () => desk,
  path: "/welcome",
  validateSearch: ({ step }: Record<string, unknown>): { step?: Step | undefined } =>
    isStep(step) ? { step } : {},
  component: lazyRouteComponent(() => withRest(import("./features/welcome/Welcome")), "Welcome"),
});

const operatorSignIn = createRoute({
  getParentRoute: () => root,
  path: "/operator/sign-in",
  component: lazyRouteComponent(
    () => withRest(import("./features/operator/OperatorSignIn")),
    "OperatorSignIn",
  ),
});

/** The console of whoever runs the installation. */
const operator = createRoute({
  getParentRoute: () => root,
  path: "/operator",
  beforeLoad: async () => {
    if ((await operatorSession.token()) === null) throw redirect({ to: "/operator/sign-in" });
  },
  component: lazyRouteComponent(() => withRest(import("./features/operator/OperatorShell")), "OperatorShell"),
});

const operatorCompanies = createRoute({
  getParentRoute: () => operator,
  path: "/",
  component: lazyRouteComponent(() => withRest(import("./features/operator/Companies")), "Companies"),
});

const operatorCompany = createRoute({
  getParentRoute: () => operator,
  path: "/companies/$id",
  component: lazyRouteComponent(() => withRest(import("./features/operator/Company")), "Company"),
});

const operatorQueues = createRoute({
  getParentRoute: () => operator,
  path: "/queues",
  component: lazyRouteComponent(() => withRest(import("./features/operator/Queues")), "Queues"),
});

const operatorJobs = createRoute({
  getParentRoute: () => operator,
  path: "/jobs",
  validateSearch: ({ queue }: Record<string, unknown>): { queue?: string | undefined } =>
    typeof queue === "string" ? { queue } : {},
  component: lazyRouteComponent(() => withRest(import("./features/operator/Jobs")), "Jobs"),
});

const operatorSchedules = createRoute({
  getParentRoute: () => operator,
  path: "/schedules",
  component: lazyRouteComponent(() => withRest(import("./features/operator/Schedules")), "Schedules"),
});

const operatorBackups = createRoute({
  getParentRoute: () => operator,
  path: "/backups",
  component: lazyRouteComponent(() => withRest(import("./features/operator/Backups")), "Backups"),
});

const operatorServiceTypes = createRoute({
  getParentRoute: () => operator,
  path: "/service-types",
  component: lazyRouteComponent(() => withRest(import("./features/operator/ServiceTypes")), "ServiceTypes"),
});

const operatorSettings = createRoute({
  getParentRoute: () => operator,
  path: "/settings",
  component: lazyRouteComponent(
    () => withRest(import("./features/operator/PlatformSettings")),
    "PlatformSettings",
  ),
});

const operatorLog = createRoute({
  getParentRoute: () => operator,
  path: "/log",
  component: lazyRouteComponent(() => withRest(import("./features/operator/Actions")), "Actions"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    register,
    forgot,
    operatorSignIn,
    operator.addChildren([
      operatorCompanies,
      operatorCompany,
      operatorQueues,
      operatorJobs,
      operatorSchedules,
      operatorBackups,
      operatorServiceTypes,
      operatorSettings,
      operatorLog,
    ]),
    desk.addChildren([
      home,
      welcome,
      calendar,
      bookings,
      clients,
      client,
      catalogue.addChildren([services, addons, categories, resources, locations]),
      newService,
      service,
      location,
      team.addChildren([staff, shifts, timeOff, holidays, timeEntries]),
      staffMember,
      reports,
      reportFiles,
      reportSchedules,
      report,
      settingsRoutes(desk),
    ]),
  ]),
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
