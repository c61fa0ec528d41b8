import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { FrameLocator } from "@playwright/test";

import { expect, expectAccessible, test } from "./world";

/** A page of somebody else's, at an origin of its own, that lets our script and our frame in and nothing else. */
async function elsewhere(desk: string, body: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.setHeader(
      "content-security-policy",
      `default-src 'none'; script-src ${desk}; frame-src ${desk}; style-src 'none'`,
    );
    answer.end(
      `<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1>${body}</main><script src="${desk}/widget.js"></script>`,
    );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

async function book(frame: FrameLocator): Promise<void> {
  await frame.locator(".cards h3 a").first().click();
  await frame.locator(".times button").first().click();
  await frame.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await frame.getByLabel("Email").fill("grace@example.com");
  await frame.getByRole("button", { name: "Book", exact: true }).click();
  await expect(frame.locator(".reference dd")).toHaveText(/^\w{4}-\w{4}$/);
}

test("a visitor books within somebody else's page", async ({ page, salon, baseURL }) => {
  const shop = await elsewhere(
    baseURL ?? "",
    `<div data-frontdesk data-company="${salon.slug}" data-title="Book a cut"></div>`,
  );
  await page.goto(shop.url);

  const height = async (): Promise<number> => (await page.locator("iframe").boundingBox())?.height ?? 0;
  const frame = page.frameLocator("iframe");
  await expect(frame.locator(".cards").first()).toBeVisible();
  await expect.poll(height).not.toBe(640);
  await book(frame);

  expect(await page.context().cookies()).toEqual([]);
  shop.close();
});

test("a visitor books in front of somebody else's page, and Escape leads back to it", async ({
  page,
  salon,
  baseURL,
}) => {
  const link = `<a id="open" data-frontdesk data-mode="popup" data-company="${salon.slug}" href="${baseURL}/b/${salon.slug}">Book</a>`;
  const shop = await elsewhere(baseURL ?? "", link);
  await page.goto(shop.url);

  await page.locator("#open").press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await book(page.frameLocator("iframe"));
  await expectAccessible(page);
  await page.frameLocator("iframe").locator("body").press("Escape");

  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.locator("#open")).toBeFocused();
  shop.close();
});

test("a button of its own opens it too", async ({ page, salon, baseURL }) => {
  const place = `<span data-frontdesk data-mode="button" data-label="Book now" data-company="${salon.slug}"></span>`;
  const shop = await elsewhere(baseURL ?? "", place);
  await page.goto(shop.url);

  await page.getByRole("button", { name: "Book now" }).click();

  await expect(page.frameLocator("iframe").locator(".cards").first()).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  shop.close();
});

test("where customers sign in is shown in no frame", async ({ page, salon, baseURL }) => {
  const answer = await page.request.get(`${baseURL}/b/${salon.slug}/account?embed=1`);

  expect(answer.headers()["x-frame-options"]).toBe("DENY");
  expect(answer.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
});
