/** A mail's page so that it can stand in a frame of the desk, whose policy lets no style in without a nonce: what stood in `style` becomes rules. */
export function framed(html: string, nonce: string): string {
  if (!nonce || nonce.startsWith("__")) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  const rules = [...page.querySelectorAll("[style]")].map((element, index) => {
    const style = element.getAttribute("style") ?? "";
    element.removeAttribute("style");
    element.setAttribute("data-s", String(index));
    return `[data-s="${index}"]{${style}}`;
  });
  for (const style of page.querySelectorAll("style")) style.setAttribute("nonce", nonce);
  const own = page.createElement("style");
  own.setAttribute("nonce", nonce);
  own.textContent = rules.join("\n");
  page.head.append(own);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}
