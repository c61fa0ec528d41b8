import { expect, test } from "vitest";

import { groups, keyOf, reachOf, withReach } from "./permissions";

const word = (object: string, action: string) => ({
  object,
  action,
  word: `${object}:${action}`,
  can_be_own: true,
  for_keys: true,
  roles: [],
});

test("words stand together by what they are about, the usual actions first", () => {
  const found = groups([word("clients", "erase"), word("staff", "read"), word("clients", "read")]);

  expect(found.map(({ object }) => object)).toEqual(["clients", "staff"]);
  expect(found[0]?.words.map(({ action }) => action)).toEqual(["read", "erase"]);
});

test("a permission is there once, however far it goes", () => {
  const wide = withReach(["bookings:read:own"], "bookings:read", "all");

  expect(wide).toEqual(["bookings:read"]);
  expect(reachOf(wide, "bookings:read")).toBe("all");
  expect(withReach(wide, "bookings:read", "own")).toEqual(["bookings:read:own"]);
  expect(withReach(wide, "bookings:read", "none")).toEqual([]);
  expect(reachOf([], "bookings:read")).toBe("none");
});

test("a role's key is made from its name", () => {
  expect(keyOf("Front desk – 2nd floor!")).toBe("front_desk_2nd_floor");
  expect(keyOf("2 Café")).toBe("cafe");
  expect(keyOf("Майстер")).toBe("");
});
