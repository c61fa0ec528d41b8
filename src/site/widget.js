// Puts a booking page into a page of yours. See "On a website of your own" in the user's guide.
(() => {
  "use strict";
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const frames = new Map();

  function frame(data) {
    const url = new URL(`/b/${encodeURIComponent(data.company)}${data.service ? `/${encodeURIComponent(data.service)}` : ""}`, origin);
    url.searchParams.set("embed", "1");
    if (data.lang) url.searchParams.set("lang", data.lang);
    const view = document.createElement("iframe");
    view.src = url.href;
    view.title = data.title || data.label || "Booking";
    view.style.cssText = "display:block;width:100%;height:640px;border:0;color-scheme:normal";
    let first = true;
    view.addEventListener("load", () => {
      view.contentWindow.postMessage({ frontdesk: "hello" }, origin);
      if (!first && view.getBoundingClientRect().top < 0) view.scrollIntoView();
      first = false;
    });
    return view;
  }

  window.addEventListener("message", (event) => {
    if (event.origin !== origin || !event.data) return;
    for (const [view, dialog] of frames) {
      if (event.source !== view.contentWindow) continue;
      const height = Number(event.data.height);
      if (event.data.frontdesk === "size" && height > 0 && height < 20000) view.style.height = `${height}px`;
      if (event.data.frontdesk === "close" && dialog) dialog.close();
    }
  });

  function popup(data) {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", data.title || data.label || "Booking");
    dialog.style.cssText = "width:min(60rem,100vw);max-width:100vw;max-height:94dvh;padding:0;border:0;border-radius:16px;overflow:auto";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", data.close || "Close");
    close.style.cssText = "position:sticky;top:0;float:right;z-index:1;width:48px;height:48px;border:0;background:none;color:inherit;font-size:28px;cursor:pointer";
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", () => { for (const view of dialog.querySelectorAll("iframe")) { frames.delete(view); view.remove(); } });
    dialog.append(close);
    document.body.append(dialog);
    return () => {
      const view = frame(data);
      frames.set(view, dialog);
      dialog.append(view);
      dialog.showModal();
    };
  }

  function set(place) {
    if (place.dataset.frontdesk) return;
    place.dataset.frontdesk = "ready";
    const data = place.dataset;
    if (data.mode === "popup") {
      const open = popup(data);
      place.addEventListener("click", (event) => { event.preventDefault(); open(); });
    } else if (data.mode === "button") {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = data.label || "Book";
      button.className = data.class || "frontdesk-button";
      button.addEventListener("click", popup(data));
      place.append(button);
    } else {
      const view = frame(data);
      frames.set(view, null);
      place.append(view);
    }
  }

  const start = () => document.querySelectorAll("[data-frontdesk='']").forEach(set);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
