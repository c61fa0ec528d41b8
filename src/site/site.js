// What pages do more where a script runs. All of it also goes without: links are links, and forms are forms.
(() => {
  "use strict";
  const root = document.documentElement;
  const lang = root.lang || "en";
  const status = document.getElementById("status");
  const say = (words) => { if (status) status.textContent = words; };
  root.classList.add("runs");

  // --- The page in the frame of another site. The site greets first; whoever greets is told the height, and nothing else.
  let host = null;
  const tell = (message) => { if (host) window.parent.postMessage({ frontdesk: message, height: height() }, host); };
  const height = () => Math.ceil(document.body.getBoundingClientRect().height);
  if (root.classList.contains("framed") && window.parent !== window) {
    window.addEventListener("message", (event) => {
      if (event.source !== window.parent || !event.data || event.data.frontdesk !== "hello") return;
      host = event.origin === "null" ? "*" : event.origin;
      tell("size");
    });
    new ResizeObserver(() => tell("size")).observe(document.body);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") tell("close"); });
  }

  // --- What is wrong leads to where it is wrong: into the field, and not only to its place on the page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".notice a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
  });

  // --- A choice changes what stands below it: the same page, without leaving it.
  let asked = 0;
  async function go(href, push) {
    const mine = ++asked;
    const focused = document.activeElement && document.activeElement.id;
    const main = document.getElementById("content");
    main.setAttribute("aria-busy", "true");
    let page;
    try {
      const answer = await fetch(href, { headers: { accept: "text/html" } });
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      location.href = href;
      return;
    }
    if (mine !== asked) return;
    const fresh = page.getElementById("content");
    if (!fresh) { location.href = href; return; }
    const open = [...main.querySelectorAll("details")].map((one) => one.open);
    fresh.querySelectorAll("details").forEach((one, index) => { if (open[index]) one.open = true; });
    main.replaceWith(fresh);
    const menu = document.querySelector(".languages ul");
    const theirs = page.querySelector(".languages ul");
    if (menu && theirs) menu.replaceWith(theirs);
    document.title = page.title;
    if (push) history.pushState({ live: true }, "", href); else history.replaceState({ live: true }, "", href);
    const again = focused && document.getElementById(focused);
    const next = again || fresh.querySelector(".days [aria-current], .empty a");
    if (next) next.focus({ preventScroll: true });
    const heading = fresh.querySelector("#times, .empty p, .notice h2");
    const total = fresh.querySelector("#total strong");
    say([heading, total].filter(Boolean).map((one) => one.textContent.trim()).join(" · "));
    ready();
  }

  const address = (form) => {
    const url = new URL(form.getAttribute("action") || location.pathname, location.href);
    const fields = [...new FormData(form)].filter(([, value]) => value !== "");
    url.search = new URLSearchParams(fields).toString();
    return url.href;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-live]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const narrow = link.closest(".days") && window.matchMedia("(max-width: 48rem)").matches;
    go(link.href, true).then(() => {
      const times = narrow && document.getElementById("times");
      if (times) times.scrollIntoView({ block: "nearest" });
    });
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("form[data-live]") && form.reportValidity()) go(address(form), false);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-live]")) {
      event.preventDefault();
      go(address(form), false);
    } else if (form.matches("form[data-once]")) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    }
  });
  window.addEventListener("popstate", () => location.reload());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-once]").forEach((form) => { delete form.dataset.sent; });
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.languages[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // --- The visitor's own clock, where nobody has said which one to show.
  function clock() {
    const zones = document.getElementById("tz");
    if (!zones || new URLSearchParams(location.search).has("tz")) return;
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const reads = (zone, at) => new Intl.DateTimeFormat("en", {
      timeZone: zone, dateStyle: "short", timeStyle: "short",
    }).format(at);
    const half = 182 * 864e5;
    try {
      if (!own || [Date.now(), Date.now() + half].every((at) => reads(own, at) === reads(zones.dataset.home, at))) return;
    } catch {
      return;
    }
    const url = new URL(location.href);
    url.searchParams.set("tz", own);
    go(url.href, false);
  }

  // --- How long the time is kept. It is read out at the last minute and at the end, not every second.
  function countdown() {
    const held = document.getElementById("held");
    if (!held || held.dataset.runs) return;
    held.dataset.runs = "yes";
    const end = performance.now() + Number(held.dataset.seconds) * 1000;
    const left = document.createElement("b");
    left.setAttribute("aria-hidden", "true");
    held.append(left);
    const digits = (number, least) => new Intl.NumberFormat(lang, { minimumIntegerDigits: least }).format(number);
    let told = false;
    const tick = () => {
      const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
      const words = `${digits(Math.floor(seconds / 60), 1)}:${digits(seconds % 60, 2)}`;
      left.textContent = words;
      held.classList.toggle("soon", seconds <= 60);
      if (seconds <= 60 && seconds > 0 && !told) {
        told = true;
        say(`${held.dataset.left}: ${words}`);
      }
      if (seconds === 0) {
        held.classList.add("over");
        left.remove();
        held.querySelector("span").textContent = held.dataset.over;
        say(held.dataset.over);
        clearInterval(timer);
      }
    };
    const timer = setInterval(tick, 1000);
    tick();
  }

  function ready() {
    countdown();
    const wrong = document.querySelector("[role=alert][tabindex]");
    if (wrong && document.activeElement === document.body) wrong.focus();
  }
  ready();
  clock();
})();
