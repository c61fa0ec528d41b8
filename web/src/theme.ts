import { createTheme, type MantineColorsTuple } from "@mantine/core";

const lagoon: MantineColorsTuple = [
  "#e6f8f9",
  "#d3edf0",
  "#a8dbe0",
  "#79c8cf",
  "#54b7c1",
  "#3badb8",
  "#2aa8b4",
  "#12929e",
  "#00707c",
  "#005a65",
];

export const theme = createTheme({
  primaryColor: "lagoon",
  // Dark enough for white words on it (WCAG AA), light enough on the dark scheme.
  primaryShade: { light: 8, dark: 8 },
  colors: { lagoon },
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Noto Sans Bengali', sans-serif",
  autoContrast: true,
  respectReducedMotion: true,
});
