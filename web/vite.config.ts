import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.FRONTDESK_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    manifest: "manifest.json",
    // The server says which files may be kept for ever: those below assets/, whose names change with them.
    assetsDir: "assets",
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    // The desk is developed against a running Frontdesk, as if it came from there.
    proxy: Object.fromEntries(
      ["/api", "/b", "/account", "/docs", "/openapi.json"].map((path) => [path, { target: server }]),
    ),
    fs: { allow: [".."] },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
});
