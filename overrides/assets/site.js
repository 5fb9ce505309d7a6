// What the pages do beyond links: the palette button, copying a clause's address, and keeping the place on
// a page when the language is changed. Everything is readable without this file.
(function () {
  "use strict";
  var root = document.documentElement;
  var script = document.currentScript;

  // --- palette: as the system, light, dark
  var words = script.getAttribute("data-theme").split("|");
  var states = ["", "light", "dark"];
  var bar = document.querySelector(".languages");
  if (bar) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "palette";
    button.innerHTML =
      '<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">' +
      '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z"/></svg>';
    var describe = function () {
      var now = states.indexOf(root.getAttribute("data-theme") || "");
      var label = words[0] + ": " + words[now + 1];
      button.setAttribute("aria-label", label);
      button.title = label;
      return label;
    };
    button.addEventListener("click", function () {
      var next = states[(states.indexOf(root.getAttribute("data-theme") || "") + 1) % states.length];
      if (next) root.setAttribute("data-theme", next);
      else root.removeAttribute("data-theme");
      try {
        if (next) localStorage.setItem("theme", next);
        else localStorage.removeItem("theme");
      } catch (error) {
        // Storage is switched off: the choice holds for this page.
      }
      say(describe());
    });
    describe();
    bar.appendChild(button);
  }

  function say(text) {
    var line = document.getElementById("said");
    if (line) line.textContent = text;
  }

  // --- clause numbers are links to themselves; where the browser can, a click also copies the address
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[data-copy]") : null;
    if (!link || !navigator.clipboard) return;
    navigator.clipboard.writeText(link.href).then(function () {
      say(link.getAttribute("data-copy"));
      link.classList.add("copied");
      setTimeout(function () {
        link.classList.remove("copied");
      }, 1600);
    }, function () {});
  });

  // --- the same place on the page in the other language
  function carry() {
    var links = document.querySelectorAll(".languages a");
    for (var i = 0; i < links.length; i++) links[i].hash = location.hash;
  }
  window.addEventListener("hashchange", carry);
  if (location.hash) carry();
})();
