// The reader's own place: chosen from a list or on its page, kept in this browser only, shown where places are listed.
(function () {
  "use strict";
  const KEY = "place";
  const box = document.querySelector("section.place");
  const rows = new Map([...document.querySelectorAll("tr[id^='a-']")].map((row) => [row.id.slice(2), row]));

  function read() {
    try {
      const place = JSON.parse(localStorage.getItem(KEY));
      return place && /^[a-z0-9-]+$/.test(place.id) && typeof place.name === "string" ? place : null;
    } catch (error) {
      return null; // Storage is switched off, or holds something else.
    }
  }

  function keep(place) {
    try {
      if (place) localStorage.setItem(KEY, JSON.stringify(place));
      else localStorage.removeItem(KEY);
    } catch (error) {
      // Storage is switched off: the choice is followed, and forgotten.
    }
  }

  function show() {
    const place = read();
    if (place && rows.has(place.id)) rows.get(place.id).classList.add("own");
    if (!box) return;
    const mine = box.querySelector(".mine");
    mine.hidden = !place;
    if (!place) return;
    const link = mine.querySelector("a");
    link.textContent = place.name;
    link.lang = place.lang;
    const file = location.protocol === "file:" ? "index.html" : ""; // no server adds it there
    link.href = rows.has(place.id) ? `#a-${place.id}` : `${box.dataset.agencies}${place.id}/${file}`;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place], button[data-place]");
    if (!link) return;
    const heading = link.tagName === "BUTTON" ? document.querySelector("h1") : link;
    keep({ id: link.dataset.place, name: heading.textContent.trim(), lang: document.documentElement.lang });
    if (link.tagName === "BUTTON") {
      link.textContent = link.dataset.taken;
      const line = document.getElementById("said");
      if (line) line.textContent = link.dataset.taken;
    }
  });
  for (const button of document.querySelectorAll("button.take")) button.hidden = false;
  if (box) {
    box.querySelector(".mine button").addEventListener("click", () => {
      const place = read();
      if (place && rows.has(place.id)) rows.get(place.id).classList.remove("own");
      keep(null);
      show();
    });
  }
  show();
})();
