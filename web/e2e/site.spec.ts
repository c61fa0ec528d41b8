import type { Locator, Page } from "@playwright/test";

import { expect, expectAccessible, test } from "./world";

const BOOKED = /Your booking is confirmed|Your request has been sent/;

/** Somebody who books, with a mailbox of their own. */
async function sayWho(page: Page): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await page.getByLabel("Email").fill("grace@example.com");
}

async function chooseFirst(page: Page, slug: string): Promise<void> {
  await page.goto(`/b/${slug}`);
  await page.locator(".cards h3 a").first().click();
  await page.locator(".times button").first().click();
}

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("a visitor books with an add-on, by links and buttons alone", async ({ page, salon }) => {
    await page.goto(`/b/${salon.slug}`);
    await page.locator(".cards h3 a").first().click();
    const before = await page.locator("#total strong").textContent();
    await page.locator("#options input[name=addon]").first().check();
    await page.getByRole("button", { name: "Show free times" }).click();
    const total = await page.locator("#total strong").textContent();
    expect(total).not.toBe(before);
    await page.locator(".days a").last().click();
    await page.locator(".times button").first().click();

    await expect(page.locator("#held")).toContainText("Kept for you until");
    await expect(page.locator(".bill tfoot td")).toHaveText(total ?? "");
    await page.reload();
    await expect(page.locator("#held")).toContainText("Kept for you until");
    await sayWho(page);
    await page.getByRole("button", { name: "Book", exact: true }).click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText(BOOKED);
    await expect(page.locator(".bill tfoot td")).toHaveText(total ?? "");
  });

  test("another zone is chosen from a list", async ({ page, salon }) => {
    await page.goto(`/b/${salon.slug}`);
    await page.locator(".cards h3 a").first().click();
    await page.getByLabel("Time zone").selectOption("Asia/Dhaka");
    await page.getByRole("button", { name: "Change" }).click();

    await expect(page.locator(".there")).toContainText("Kyiv");
  });
});

/** Goes there by the keyboard, as somebody does who has nothing else. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the keyboard does not get there");
}

test("a visitor books by the keyboard alone", async ({ page, salon }) => {
  await page.goto(`/b/${salon.slug}`);
  await tabTo(page, page.locator(".cards h3 a").first());
  await page.keyboard.press("Enter");
  await expect(page.locator("#options")).toBeVisible();
  await tabTo(page, page.locator("#options input[name=addon]").first());
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/addon=/);
  await expect(page.locator("#options input[name=addon]").first()).toBeFocused();
  await tabTo(page, page.locator(".days a").last());
  await page.keyboard.press("Enter");
  await expect(page.locator(".days a").last()).toHaveAttribute("aria-current", "date");
  await tabTo(page, page.locator(".times button").first());
  await page.keyboard.press("Enter");
  await expect(page.locator("#held b")).toHaveText(/^\d+:\d\d$/);
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type("Grace Hopper");
  await page.keyboard.press("Tab");
  await page.keyboard.type("grace@example.com");
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(BOOKED);
});

test("what is wrong is told where it is, and gets the focus", async ({ page, salon }) => {
  await chooseFirst(page, salon.slug);
  await page.getByRole("button", { name: "Book", exact: true }).click();

  await expect(page.getByRole("alert")).toBeFocused();
  await page.getByRole("alert").getByRole("link").first().click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
});

test.describe("in New York", () => {
  test.use({ timezoneId: "America/New_York" });

  test("times are by the visitor's clock, and the company's is named", async ({ page, salon }) => {
    await page.goto(`/b/${salon.slug}`);
    await page.locator(".cards h3 a").first().click();

    await expect(page.locator(".there")).toContainText("Kyiv");
    await expect(page.getByLabel("Time zone")).toHaveValue("America/New_York");
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 780 } });

    test("every page is open to everybody", async ({ page, salon }) => {
      const check = async (): Promise<void> => {
        await expectAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
      };
      await page.goto(`/b/${salon.slug}`);
      await check();
      await page.locator(".cards h3 a").first().click();
      await check();
      await page.locator(".times button").first().click();
      await check();
      await page.getByRole("button", { name: "Book", exact: true }).click();
      await expect(page.getByRole("alert")).toBeVisible();
      await check();
      await sayWho(page);
      await page.getByRole("button", { name: "Book", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(BOOKED);
      await check();
      for (const path of ["account", "nothing"]) {
        await page.goto(`/b/${salon.slug}/${path}`);
        await check();
      }
    });
  });
}
