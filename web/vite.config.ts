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
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page stands on, in one piece: a hundred small ones would be packed a tenth worse.
            {
              name: "foundation",
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|openapi-fetch|openapi-react-query|eventsource-parser|@floating-ui|@mantine\/core\/esm\/core)\//,
            },
            {
              name: "frame",
              test: /node_modules\/@mantine\/core\/esm\/components\/(ActionIcon|Alert|Anchor|AppShell|Avatar|Badge|Burger|Button|Center|CloseButton|Code|CopyButton|Divider|FloatingIndicator|Grid|Group|Indicator|Input|Loader|Menu|NavLink|Overlay|Paper|Popover|Portal|SegmentedControl|Skeleton|Stack|Text|ThemeIcon|Title|Transition|UnstyledButton|VisuallyHidden)\//,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    // The desk is developed against a running Frontdesk, as if it came from there.
    proxy: Object.fromEntries(
      ["/api", "^/b/", "/account", "/docs", "/widget.js", "/openapi.json"].map((path) => [
        path,
        { target: server },
      ]),
    ),
    fs: { allow: [".."] },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
});
