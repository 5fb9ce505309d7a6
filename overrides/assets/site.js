// What the pages do beyond links: the reader's palette and large type, copying a clause's address, keeping the
// place on a page when the language is changed, the / key. Everything can be read without this file.
(function () {
  "use strict";
  const root = document.documentElement;

  // Have screen readers say something.
  function announce(text) {
    const line = document.getElementById("said");
    if (line) line.textContent = text;
  }

  // Apply a choice of the reader's, or take it back: an attribute of the page, kept on this device where allowed.
  function choose(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch (error) {
      // Storage is switched off: the choice holds for this page.
    }
  }

  // --- palette: as the system has it, light, dark
  const palette = document.querySelector("button.palette");
  if (palette) {
    const [title, ...names] = palette.dataset.words.split("|");
    const themes = ["", "light", "dark"];
    const getTheme = () => themes.indexOf(root.dataset.theme || "");
    const describe = () => {
      palette.title = `${title}${names[getTheme()]}`;
      palette.setAttribute("aria-label", palette.title);
    };
    palette.addEventListener("click", () => {
      choose("theme", themes[(getTheme() + 1) % themes.length]);
      describe();
      announce(palette.title);
    });
    describe();
    palette.hidden = false;
  }

  // --- the page for addresses that do not exist: only in the language of the address
  const notices = [...document.querySelectorAll(".notfound")];
  if (notices.length) {
    const folders = new Map(notices.map((notice) => [notice, new URL(notice.dataset.path, location.href).pathname]));
    const shown = notices
      .filter((notice) => location.pathname.startsWith(folders.get(notice)))
      .reduce((best, one) => (folders.get(one).length > folders.get(best).length ? one : best), notices[0]);
    for (const notice of notices) notice.hidden = notice !== shown;
    for (const frame of document.querySelectorAll("header, footer")) frame.lang = root.lang;
    root.lang = shown.lang;
    document.title = shown.dataset.head;
    const heading = shown.querySelector("h2");
    if (heading) {
      const first = document.createElement("h1");
      first.textContent = heading.textContent;
      heading.replaceWith(first);
    }
  }

  // --- lists that can be filtered: each select hides the items that do not have its value, and a form says if none
  // --- of its items is left
  for (const form of document.querySelectorAll("form.choose")) {
    const selects = [...form.querySelectorAll("select")];
    const items = [...document.querySelectorAll(selects.map((select) => `[data-${select.name}]`).join())];
    const none = form.querySelector(".none");
    form.addEventListener("change", () => {
      const wanted = selects.filter((select) => select.value);
      for (const item of items) {
        item.hidden = !wanted.every((select) => item.dataset[select.name].split(" ").includes(select.value));
        const fold = item.closest("details.others");
        if (fold && wanted.length && !item.hidden) fold.open = true;
      }
      const left = items.filter((item) => !item.hidden && item.matches(form.dataset.of));
      none.hidden = left.length > 0;
      announce(none.hidden ? String(left.length) : none.textContent);
    });
    form.hidden = false;
  }

  // --- tables that can be sorted: a head sorts by its column, most first, then the other way round
  for (const table of document.querySelectorAll("table.sortable")) {
    const [heads, body] = [[...table.tHead.rows[0].cells], table.tBodies[0]];
    heads.forEach((head, column) => {
      if (body.querySelector(`td:nth-child(${column + 1}) .bar`)) return;
      const button = document.createElement("button");
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") === "descending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const keys = new Map([...body.rows].map((row) => [row, row.cells[column].textContent.trim().replace(/(\d),(?=\d)/g, "$1")]));
        const way = up ? -1 : 1;
        const rows = [...body.rows].sort((one, two) =>
          column
            ? way * ((parseFloat(keys.get(two)) || 0) - (parseFloat(keys.get(one)) || 0))
            : way * keys.get(two).localeCompare(keys.get(one), root.lang)
        );
        body.append(...rows);
      });
    });
  }

  // --- large type, strong contrast, fewer things
  const elder = document.querySelector("button.elder");
  if (elder) {
    const isOn = () => root.dataset.mode === "elder";
    elder.setAttribute("aria-pressed", String(isOn()));
    elder.addEventListener("click", () => {
      choose("mode", isOn() ? "" : "elder");
      elder.setAttribute("aria-pressed", String(isOn()));
      announce(isOn() ? elder.dataset.on : elder.dataset.off);
    });
    elder.hidden = false;
  }

  // --- clause numbers link to themselves, and a link under the verdict to its page; where the browser can, a click
  // --- copies the address
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-copy]");
    if (!link || !navigator.clipboard) return;
    if (!link.hash) event.preventDefault(); // the page is here already
    navigator.clipboard.writeText(link.href).then(
      () => {
        announce(link.dataset.copy);
        link.classList.add("copied");
        setTimeout(() => link.classList.remove("copied"), 1600);
      },
      () => {
        // The browser does not allow it: the link has been followed, and the address is in the bar.
      }
    );
  });

  // --- what an address points to is shown, also within a fold
  function unfold() {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = place; fold; fold = fold.parentElement) if (fold.tagName === "DETAILS") fold.open = true;
    if (place) place.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  if (location.hash) unfold();

  // --- the same place on the page in the other language
  function carryPlace() {
    for (const link of document.querySelectorAll(".languages a")) link.hash = location.hash;
  }
  window.addEventListener("hashchange", carryPlace);
  if (location.hash) carryPlace();

  // --- the / key goes to the search field, unless something is being typed or the reader switched it off
  document.addEventListener("keydown", (event) => {
    const field = document.getElementById("find");
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || isTyping || !field) return;
    if (root.dataset.slash === "off") return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  const slash = document.getElementById("slash");
  if (slash) {
    slash.checked = root.dataset.slash !== "off";
    slash.addEventListener("change", () => choose("slash", slash.checked ? "" : "off"));
    slash.parentNode.hidden = false;
  }
})();
