import "i18next";

import type audit from "../../../locales/desk/en/audit.json";
import type bookings from "../../../locales/desk/en/bookings.json";
import type calendar from "../../../locales/desk/en/calendar.json";
import type catalogue from "../../../locales/desk/en/catalogue.json";
import type clients from "../../../locales/desk/en/clients.json";
import type common from "../../../locales/desk/en/common.json";
import type developers from "../../../locales/desk/en/developers.json";
import type entrance from "../../../locales/desk/en/entrance.json";
import type messages from "../../../locales/desk/en/messages.json";
import type operator from "../../../locales/desk/en/operator.json";
import type people from "../../../locales/desk/en/people.json";
import type reports from "../../../locales/desk/en/reports.json";
import type settings from "../../../locales/desk/en/settings.json";
import type shifts from "../../../locales/desk/en/shifts.json";
import type today from "../../../locales/desk/en/today.json";
import type welcome from "../../../locales/desk/en/welcome.json";

/** A key that has no English text does not compile. */
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    returnNull: false;
    resources: {
      audit: typeof audit;
      bookings: typeof bookings;
      calendar: typeof calendar;
      catalogue: typeof catalogue;
      clients: typeof clients;
      common: typeof common;
      developers: typeof developers;
      entrance: typeof entrance;
      messages: typeof messages;
      operator: typeof operator;
      people: typeof people;
      reports: typeof reports;
      settings: typeof settings;
      shifts: typeof shifts;
      today: typeof today;
      welcome: typeof welcome;
    };
  }
}
