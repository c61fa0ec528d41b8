import { expect, test } from "vitest";

import type { Schemas } from "../../api/client";
import { grouped, inOrder, placed } from "./order";

const service = (id: string, category_id: string | null) => ({ id, category_id }) as Schemas["Service"];
const category = (id: string) => ({ id }) as Schemas["ServiceCategory"];
const services = [service("a", "hair"), service("b", null), service("c", "hair"), service("d", "gone")];
const groups = grouped(services, [category("nails"), category("hair")]);
const names = (some: { id: string }[]) => some.map(({ id }) => id).join("");

test("services stand under their heading, and the rest comes last", () => {
  expect(groups.map((group) => [group.category?.id, names(group.services)])).toEqual([
    ["hair", "ac"],
    [undefined, "bd"],
  ]);
});

test("a service moves up and down within its group", () => {
  expect(placed(groups, "c", "a").join("")).toBe("cabd");
  expect(placed(groups, "a", "c").join("")).toBe("cabd");
  expect(placed(groups, "a", "b").join("")).toBe("acbd");
});

test("an order is kept while the server is told", () => {
  expect(names(inOrder(services, ["c", "a"]))).toBe("cabd");
});
