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

const VIEWS = [
  { name: "wide and light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "narrow and dark", colorScheme: "dark", viewport: { width: 360, height: 780 } },
] as const;

for (const { name, ...view } of VIEWS) {
  test.describe(name, () => {
    test.use(view);

    test("every screen is open to everybody", async ({ page, salon }) => {
      test.slow();
      await enter(page, salon);

      for (const path of SCREENS) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);

        await expectAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
      }
    });
  });
}

test("the doors are open to everybody", async ({ page }) => {
  for (const path of DOORS) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await expectAccessible(page);
  }
});
