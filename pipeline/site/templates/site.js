"use strict";
// In the head, before anything is drawn: the colours chosen last. Everything else waits for the page; without this file all of it is readable.
(() => {
  const root = document.documentElement;
  const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch {} // a browser that keeps nothing

  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const show = () => button.setAttribute("aria-pressed", dark());
    button.hidden = false;
    show();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      show();
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {}
    });

    // a menu closes when it is left
    const menu = document.querySelector("details.menu");
    addEventListener("click", (event) => menu.contains(event.target) || (menu.open = false));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && (menu.open = false));

    // c/….html#adoption opens that board, and a board that is chosen can be linked to
    const choose = () => {
      const asked = document.getElementById(location.hash.slice(1));
      if (asked?.type === "radio") asked.checked = true;
    };
    choose();
    addEventListener("hashchange", choose);
    for (const radio of document.querySelectorAll("input[name=board]"))
      radio.addEventListener("change", () => history.replaceState(null, "", `#${radio.id}`));

    // the address of this site, in what is there to be copied
    if (location.protocol.startsWith("http"))
      for (const code of document.querySelectorAll("code.embed"))
        code.textContent = code.textContent.replaceAll("https://…/", new URL(code.dataset.root, location.href).href);
  });
})();
