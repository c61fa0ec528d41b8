import type { Page } from "@playwright/test";

import { enter, expect, expectAccessible, test } from "./world";

const SCREENS = [
  "/",
  "/welcome",
  "/calendar?view=day",
  "/calendar?view=week",
  "/calendar?view=month",
  "/calendar?view=list",
  "/bookings",
  "/clients",
  "/catalogue",
  "/catalogue/addons",
  "/catalogue/categories",
  "/catalogue/resources",
  "/catalogue/locations",
  "/catalogue/services/new",
  "/team",
  "/team/shifts",
  "/team/time-off",
  "/team/holidays",
  "/team/time-entries",
  "/reports",
  "/reports/all",
  "/reports/schedules",
  "/settings/account",
  "/settings/company",
  "/settings/branding",
  "/settings/booking",
  "/settings/members",
  "/settings/roles",
  "/settings/new-role",
  "/settings/audit",
  "/settings/messages",
  "/settings/reminders",
  "/settings/templates",
  "/settings/mail-server",
  "/settings/api-keys",
  "/settings/webhooks",
];

const DOORS = ["/sign-in", "/register", "/forgot", "/operator/sign-in"];

const WIDE = { colorScheme: "light", width: 1280, height: 900 } as const;
const NARROW = { colorScheme: "dark", width: 360, height: 780 } as const;

/** How many screens one test looks at. */
const PART = 6;

for (let first = 0; first < SCREENS.length; first += PART) {
  const part = SCREENS.slice(first, first + PART);
  test(`open to everybody, wide and light, narrow and dark: ${part.join(", ")}`, async ({ page, salon }) => {
    test.setTimeout(180_000);
    await enter(page, salon);

    for (const path of part) {
      await look(page, WIDE);
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
      await expectAccessible(page);

      await look(page, NARROW);
      await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
    }
  });
}

async function look(page: Page, { colorScheme, ...size }: typeof WIDE | typeof NARROW): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
}

test("the doors are open to everybody", async ({ page }) => {
  for (const path of DOORS) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await expectAccessible(page);
  }
});
