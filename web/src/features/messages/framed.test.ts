import { expect, test } from "vitest";

import { framed } from "./framed";

test("styles of a mail stand in a sheet that the desk's policy lets in", () => {
  const page = framed('<p style="color:red">Hi</p><style>b{}</style>', "abc");

  expect(page).toContain('[data-s="0"]{color:red}');
  expect(page).not.toContain('style="');
  expect(page.match(/<style nonce="abc">/g)).toHaveLength(2);
});

test("where there is no policy a mail stays as it is", () => {
  expect(framed('<p style="color:red">Hi</p>', "__CSP_NONCE__")).toBe('<p style="color:red">Hi</p>');
});
