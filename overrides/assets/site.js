// What the pages do beyond links: the reader's palette and large type, copying a clause's address, keeping the
// place on a page when the language is changed. Everything is readable without this file.
(function () {
  "use strict";
  var root = document.documentElement;

  function say(text) {
    var line = document.getElementById("said");
    if (line) line.textContent = text;
  }

  // A choice of the reader's: an attribute of the page, kept on this device where that is allowed.
  function choose(name, value) {
    if (value) root.setAttribute("data-" + name, value);
    else root.removeAttribute("data-" + name);
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch (error) {
      // Storage is switched off: the choice holds for this page.
    }
  }

  // --- palette: as the system, light, dark
  var palette = document.querySelector("button.palette");
  if (palette) {
    var words = palette.getAttribute("data-words").split("|");
    var states = ["", "light", "dark"];
    var state = function () {
      return states.indexOf(root.getAttribute("data-theme") || "");
    };
    var describe = function () {
      palette.title = words[0] + words[state() + 1];
      palette.setAttribute("aria-label", palette.title);
      return palette.title;
    };
    palette.addEventListener("click", function () {
      choose("theme", states[(state() + 1) % states.length]);
      say(describe());
    });
    describe();
    palette.hidden = false;
  }

  // --- large type, strong contrast, fewer things
  var elder = document.querySelector("button.elder");
  if (elder) {
    var isOn = function () {
      return root.getAttribute("data-mode") === "elder";
    };
    elder.setAttribute("aria-pressed", String(isOn()));
    elder.addEventListener("click", function () {
      choose("mode", isOn() ? "" : "elder");
      elder.setAttribute("aria-pressed", String(isOn()));
      say(elder.getAttribute(isOn() ? "data-on" : "data-off"));
    });
    elder.hidden = false;
  }

  // --- clause numbers are links to themselves; where the browser can, a click also copies the address
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[data-copy]") : null;
    if (!link || !navigator.clipboard) return;
    navigator.clipboard.writeText(link.href).then(
      function () {
        say(link.getAttribute("data-copy"));
        link.classList.add("copied");
        setTimeout(function () {
          link.classList.remove("copied");
        }, 1600);
      },
      function () {
        // The browser does not allow it: the link has been followed, and the address is in the bar.
      }
    );
  });

  // --- the same place on the page in the other language
  function carry() {
    var links = document.querySelectorAll(".languages a");
    for (var i = 0; i < links.length; i++) links[i].hash = location.hash;
  }
  window.addEventListener("hashchange", carry);
  if (location.hash) carry();

  // --- the / key goes to the search field, unless something is being typed or the reader switched it off
  document.addEventListener("keydown", function (event) {
    var find = document.getElementById("find");
    var busy = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || busy || !find) return;
    if (root.getAttribute("data-slash") === "off") return;
    event.preventDefault();
    find.focus();
    find.select();
  });
  var slash = document.getElementById("slash");
  if (slash) {
    slash.checked = root.getAttribute("data-slash") !== "off";
    slash.addEventListener("change", function () {
      choose("slash", slash.checked ? "" : "off");
    });
    slash.parentNode.hidden = false;
  }
})();
