import { randomUUID } from "node:crypto";

import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, type Page, test as base, expect } from "@playwright/test";

export { expect };

/** A company of its own for a test, with its first admin, and the API as they use it. */
export interface Company {
  slug: string;
  email: string;
  password: string;
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body: unknown) => Promise<T>;
}

interface World {
  /** A salon with services, staff and clients. */
  salon: Company;
  /** A company in which there is nothing yet. */
  newcomer: Company;
}

export const test = base.extend<World>({
  salon: async ({ request }, use) => use(await register(request, { blueprint: "salon" })),
  newcomer: async ({ request }, use) => use(await register(request, {})),
  page: async ({ page }, use) => {
    const failures = watch(page);
    await use(page);
    expect(failures, "what the browser complained about").toEqual([]);
  },
});

async function register(request: APIRequestContext, extra: object): Promise<Company> {
  const slug = `company-${randomUUID().slice(0, 8)}`;
  const [email, password] = [`${slug}@example.com`, "correct horse battery"];
  const answer = await request.post("/api/v1/auth/register", {
    data: {
      company: { name: `Studio ${slug}`, slug, time_zone: "Europe/Kyiv", currency: "UAH", language: "en" },
      admin: { name: "Olena Kovalenko", email, password },
      ...extra,
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const { access_token } = (await answer.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  return {
    slug,
    email,
    password,
    get: async <T>(path: string) => {
      const found = await request.get(`/api/v1${path}`, { headers });
      expect(found.ok(), `${path}: ${await found.text()}`).toBe(true);
      return (await found.json()) as T;
    },
    post: async <T>(path: string, data: unknown) => {
      const made = await request.post(`/api/v1${path}`, {
        headers: { ...headers, "idempotency-key": randomUUID() },
        data,
      });
      expect(made.ok(), `${path}: ${await made.text()}`).toBe(true);
      return (await made.json()) as T;
    },
  };
}

/** Signs in on the page, as a person does. */
export async function enter(page: Page, { email, password }: Company, next = "/"): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel("Email").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
}

/** Nothing on the page may keep anybody out. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    where: nodes.map(({ html }) => html.slice(0, 160)),
  }));
  expect(found, page.url()).toEqual([]);
}

/** Errors of scripts, and what a content security policy has stopped. */
function watch(page: Page): string[] {
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      failures.push(message.text());
  });
  return failures;
}
