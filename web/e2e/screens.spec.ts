import { enter, expect, expectAccessible, test } from "./world";

const SCREENS = [
  "/",
  "/calendar",
  "/bookings",
  "/clients",
  "/catalogue",
  "/team",
  "/reports",
  "/settings",
  "/welcome",
];

const VIEWS = [
  { name: "wide and light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "narrow and dark", colorScheme: "dark", viewport: { width: 360, height: 780 } },
] as const;

for (const { name, ...view } of VIEWS) {
  test.describe(name, () => {
    test.use(view);

    test("every screen is open to everybody", async ({ page, salon }) => {
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
  for (const path of ["/sign-in", "/register"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await expectAccessible(page);
  }
});
