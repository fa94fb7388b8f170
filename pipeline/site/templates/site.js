"use strict";
// Runs in the head to set the stored colors before the first paint. Pages are readable without this file.
(() => {
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  try {
    const storedTheme = localStorage.getItem("theme");
    if (storedTheme === "dark" || storedTheme === "light") root.dataset.theme = storedTheme;
  } catch {} // storage is unavailable

  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const showState = () => button.setAttribute("aria-pressed", isDark());
    button.hidden = false;
    showState();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showState);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      showState();
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {}
    });

    // close the menu on clicks and focus outside it
    const menu = document.querySelector("details.menu");
    addEventListener("click", (event) => menu.contains(event.target) || (menu.open = false));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && (menu.open = false));

    // c/….html#adoption opens that board, and choosing a board updates the link
    const openLinkedBoard = () => {
      const target = document.getElementById(location.hash.slice(1));
      if (target?.type === "radio") target.checked = true;
    };
    openLinkedBoard();
    addEventListener("hashchange", openLinkedBoard);
    for (const radio of document.querySelectorAll("input[name=board]"))
      radio.addEventListener("change", () => history.replaceState(null, "", `#${radio.id}`));

    // put this site's address into snippets to copy
    if (location.protocol.startsWith("http"))
      for (const code of document.querySelectorAll("code.embed"))
        code.textContent = code.textContent.replaceAll("https://…/", new URL(code.dataset.root, location.href).href);
  });
})();
