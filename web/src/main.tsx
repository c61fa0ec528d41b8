import "./first.css";
import "./desk.css";

import { createRoot } from "react-dom/client";

import { Desk } from "./Desk";
import { start } from "./i18n";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
await start();
createRoot(root).render(<Desk />);
