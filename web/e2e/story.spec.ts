import { randomUUID } from "node:crypto";

import { type Browser, type Locator, type Page } from "@playwright/test";

import { expect, expectAccessible, test } from "./world";

const ZONE = "Europe/Kyiv";

/** The day after tomorrow there, `YYYY-MM-DD`. */
const day = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(Date.now() + 2 * 86_400_000);

test("a company registers, is booked, moves the booking, and the client hears of it", async ({
  page,
  browser,
}) => {
  const slug = `studio-${randomUUID().slice(0, 8)}`;
  const client = { name: `Grace ${slug}`, email: `grace-${slug}@example.com` };
  await register(page, slug);
  await page.goto(`/calendar?view=day&date=${day}`);
  await expect(page.getByRole("heading", { level: 1, name: "Calendar" })).toBeVisible();

  await bookOnTheSite(browser, slug, client);

  const appointment = page.getByRole("button", { name: new RegExp(`^${client.name}, Haircut`) });
  await expect(appointment, "it comes by itself").toHaveAccessibleName(/12:00/);
  await dragAnHourDown(page, appointment, 45);
  await expect(appointment).toHaveAccessibleName(/13:00/);

  await expect(await mailTo(browser, client.email, /^New time: Haircut/)).toContainText("13:00");
});

/** From the first page to the link that clients book by. */
async function register(page: Page, slug: string): Promise<void> {
  await page.goto("/register");
  await page.getByLabel("Name of the company").fill(slug);
  await page.getByLabel("Your name").fill("Olena Kovalenko");
  await page.getByLabel("Email").fill(`${slug}@example.com`);
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Register", exact: true }).click();

  await expect(page.getByRole("heading", { name: "When can clients come?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByText("Every day, 10–20").click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Haircut" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Clients can book now")).toBeVisible();
  await expectAccessible(page);
}

/** A visitor, who knows nothing of the desk, takes twelve o'clock. */
async function bookOnTheSite(
  browser: Browser,
  slug: string,
  { name, email }: { name: string; email: string },
) {
  const visitor = await (await browser.newContext({ timezoneId: ZONE })).newPage();
  await visitor.goto(`/b/${slug}`);
  await visitor.getByRole("link", { name: "Haircut" }).click();
  await visitor.goto(`${visitor.url()}?day=${day}`);
  await visitor.getByRole("button", { name: "12:00" }).click();
  await visitor.getByLabel("Name", { exact: true }).fill(name);
  await visitor.getByLabel("Email").fill(email);
  await visitor.getByRole("button", { name: "Book", exact: true }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
  await visitor.context().close();
}

/** By mouse, in steps, as a hand moves it. */
async function dragAnHourDown(page: Page, appointment: Locator, minutes: number): Promise<void> {
  await appointment.scrollIntoViewIfNeeded();
  const box = await appointment.boundingBox();
  if (!box) throw new Error("it is not on the screen");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + (box.height / minutes) * 60, { steps: 12 });
  await page.mouse.up();
}

/** The page of a mail, once it has come. */
async function mailTo(browser: Browser, address: string, subject: RegExp): Promise<Locator> {
  const mailbox = await browser.newPage();
  const mail = mailbox.getByRole("row", { name: address }).getByRole("link", { name: subject });
  await expect(async () => {
    await mailbox.goto("/dev/mail");
    await expect(mail).toBeVisible({ timeout: 100 });
  }).toPass();
  await mail.click();
  return mailbox.locator("pre");
}
