import { defineConfig, devices } from "@playwright/test";

const port = process.env.FRONTDESK_E2E_PORT ?? "8091";
const url = `http://127.0.0.1:${port}`;

/** A whole Frontdesk of its own, with demo data, and Debian's Chromium. */
export default defineConfig({
  testDir: "e2e",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: [["list"]],
  use: {
    baseURL: url,
    locale: "en-GB",
    timezoneId: "Europe/Kyiv",
    trace: "retain-on-failure",
    ...devices["Desktop Chrome"],
    launchOptions: {
      executablePath: process.env.FRONTDESK_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    },
  },
  webServer: {
    command: "../scripts/e2e-server",
    url: `${url}/readyz`,
    timeout: 120_000,
    stderr: "ignore",
    env: { FRONTDESK_BIND: `127.0.0.1:${port}`, FRONTDESK_PUBLIC_URL: url },
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
  },
});
