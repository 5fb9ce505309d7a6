// The results page: it loads the parts of the index that a query needs, and shows what the engine finds.
// Whatever comes from a query or the index is put in as text, never as markup.
(function () {
  "use strict";
  var engine = window.policySearch;
  var holder = document.getElementById("search-data");
  if (!engine || !holder) return; // the list of everything below the field stays

  var data = JSON.parse(holder.textContent);
  var words = data.words;
  var root = document.currentScript.src.replace(/assets\/search\/page\.js.*$/, "");
  var field = document.getElementById("find");
  var answer = document.getElementById("answer");
  var status = document.getElementById("found");
  var guesses = document.getElementById("guess");
  var results = document.getElementById("results");
  var filters = document.getElementById("filters");
  var drawer = filters.parentNode; // folded up on small screens
  var list = document.getElementById("index");
  var KINDS = ["task", "clause", "area", "term", "target", "policy", "page", "agency"];
  var FACETS = ["kind", "area", "status", "agency"]; // of these the page offers a choice, where there is one
  var SHOWN = { task: 10 }; // results of a kind before "show all"; of other kinds:
  var FEW = 5;
  var chosen = {}; // facet -> values
  var opened = {}; // kinds of which all are shown
  var turn = 0; // only the newest query may change the page

  // The page lists tasks, areas, terms and agencies: that is the first part of the index, and here already.
  engine.add({
    locale: data.locale,
    first: true,
    numbers: data.numbers,
    stops: data.stops,
    records: Array.prototype.map.call(list.querySelectorAll("a[data-kind]"), function (link) {
      return {
        kind: link.getAttribute("data-kind"),
        number: link.getAttribute("data-number"),
        address: link.getAttribute("href").replace(/^\.\.\//, "").replace("index.html", ""),
        title: link.textContent,
      };
    }),
  });

  // --- loading

  var loading = {};

  function load(path) {
    if (!loading[path]) {
      loading[path] = new Promise(function (done, fail) {
        var script = document.createElement("script");
        script.src = root + path;
        script.onload = done;
        script.onerror = function () {
          delete loading[path];
          fail(new Error(path));
        };
        document.head.appendChild(script);
      });
    }
    return loading[path];
  }

  // The locales whose first parts may answer a query, the likelier one first.
  function locales(query) {
    var own = data.locales[data.locale];
    var han = own.han ? data.locale : data.other;
    var latin = own.han ? data.other : data.locale;
    var plain = engine.plain(query);
    // Words that may be pinyin, whole or by its first letters.
    var syllables = /^(?:(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:ng|n|r)?)+|[^aeiouv]+)$/;
    var isHan = /[\u3400-\u9fff]/.test(plain) || (own.han && plain.split(" ").every(syllables.test, syllables));
    return (isHan ? [han, latin] : [latin, han]).filter(Boolean);
  }

  // Answer from the part of the likeliest language; where it does not know every word of the query, ask the
  // other one too; then load the rest of the reader's own language, and answer again.
  function ask(query) {
    var mine = ++turn;
    remember(query);
    if (!engine.plain(query)) return nothing(query);
    list.hidden = true;
    answer.hidden = false;
    answer.setAttribute("aria-busy", "true");
    if (!results.firstChild) status.textContent = words.searching;
    var asked = [];
    locales(query)
      .reduce(function (before, locale) {
        return before.then(function () {
          if (asked.length && engine.settled(query)) return undefined;
          if (asked.length && mine === turn) show(query, false); // what is found so far, while more is fetched
          asked.push(locale);
          return load(data.parts[locale][0]);
        });
      }, Promise.resolve())
      .then(function () {
        if (mine !== turn) return;
        show(query, false);
        var paths = asked.concat(data.locale).reduce(function (all, locale) {
          return all.concat(data.parts[locale]);
        }, []);
        Promise.all(paths.map(load)).then(function () {
          if (mine === turn) show(query, true);
        }, failed);
      }, failed);

    function failed() {
      if (mine !== turn) return;
      answer.removeAttribute("aria-busy");
      status.textContent = words.failed;
      list.hidden = false;
    }
  }

  // Keep the query and the choices in the address, and in those of the other languages.
  function remember(query) {
    var parts = query.trim() ? ["q=" + encodeURIComponent(query.trim())] : [];
    FACETS.forEach(function (facet) {
      (chosen[facet] || []).forEach(function (value) {
        parts.push(facet + "=" + encodeURIComponent(value));
      });
    });
    var search = parts.length ? "?" + parts.join("&") : "";
    try {
      history.replaceState(null, "", location.pathname + search);
    } catch (error) {
      // Not allowed from file:// in some browsers.
    }
    Array.prototype.forEach.call(document.querySelectorAll(".languages a"), function (link) {
      link.search = search;
    });
  }

  // --- showing

  function nothing(query) {
    answer.hidden = !query.trim();
    answer.removeAttribute("aria-busy");
    status.textContent = query.trim() ? words.no_words : "";
    guesses.hidden = true;
    results.textContent = "";
    drawer.hidden = true;
    list.hidden = false;
  }

  function show(query, complete) {
    var start = performance.now();
    var found = engine.search(query, data.locale);
    var items = found.hits
      .map(function (hit) {
        return item(hit, hit.record.kind);
      })
      .concat(
        found.clauses.map(function (hit) {
          return item(hit, "clause");
        })
      );
    var shown = items.filter(function (item) {
      return allowed(item, "");
    });
    var focused = document.activeElement && document.activeElement.getAttribute("href");
    drawFilters(items);
    results.textContent = "";
    var count = drawGroups(shown, found.terms);
    drawGuess(found.guess);
    if (count || complete) {
      var text = count ? say("count", { n: count }) : say("none", { query: query.trim() });
      if (status.textContent !== text) status.textContent = text;
    }
    if (!count && complete) drawTips();
    list.hidden = count > 0 || !complete;
    if (complete) answer.removeAttribute("aria-busy");
    if (focused) refocus(focused);
    // Left where tools find it: how long the answer took, in milliseconds.
    results.setAttribute("data-took", (performance.now() - start).toFixed(1));
  }

  function refocus(href) {
    Array.prototype.some.call(results.querySelectorAll("a"), function (link) {
      if (link.getAttribute("href") !== href) return false;
      link.focus();
      return true;
    });
  }

  // A result, and what it is under each facet.
  function item(hit, kind) {
    var record = hit.record;
    var ofTask = record.kind === "task";
    return {
      hit: hit,
      kind: [kind],
      area: record.area ? [record.area] : [],
      status: ofTask ? [record.status || "not_reported"] : [],
      agency: record.agencies || (record.kind === "agency" ? [record.address] : []),
    };
  }

  // Whether the choices let an item through, those of the facet named left aside.
  function allowed(item, aside) {
    return FACETS.every(function (facet) {
      var values = chosen[facet] || [];
      return facet === aside || !values.length || item[facet].some(isIn(values));
    });
  }

  function isIn(values) {
    return function (value) {
      return values.indexOf(value) >= 0;
    };
  }

  function drawGroups(items, terms) {
    var groups = {};
    KINDS.forEach(function (kind) {
      groups[kind] = items
        .filter(function (item) {
          return item.kind[0] === kind;
        })
        .map(function (item) {
          return item.hit;
        });
    });
    // A clause that its task quotes needs no line of its own.
    var quoted = groups.task.map(place);
    groups.clause = groups.clause.filter(function (hit) {
      return quoted.indexOf(place(hit)) < 0;
    });
    // Tasks first, unless an agency or a page is asked for by its name.
    var ahead = ["agency", "page"].filter(function (kind) {
      var best = groups[kind][0];
      return best && best.passage.title && (!groups.task.length || best.score > groups.task[0].score);
    });
    var order = ahead.concat(
      KINDS.filter(function (kind) {
        return ahead.indexOf(kind) < 0;
      })
    );
    return order.reduce(function (total, kind) {
      var title = kind === "clause" && groups.task.length ? words.other_clauses : words.kinds[kind];
      if (groups[kind].length) drawGroup(kind, title, groups[kind], terms);
      return total + groups[kind].length;
    }, 0);
  }

  function place(hit) {
    return hit.record.address + (hit.text || hit.passage).anchor;
  }

  function drawGroup(kind, title, hits, terms) {
    var most = opened[kind] ? hits.length : SHOWN[kind] || FEW;
    var section = add(results, "section", "group");
    var heading = add(section, "h2", "", title + " ");
    add(heading, "span", "count", String(hits.length));
    heading.id = "group-" + kind;
    section.setAttribute("aria-labelledby", heading.id);
    var rows = add(section, "ol", "hits");
    hits.slice(0, most).forEach(function (hit) {
      drawHit(add(rows, "li"), kind, hit, terms);
    });
    if (hits.length <= most) return;
    var button = add(section, "button", "button quiet", say("all", { n: hits.length }));
    button.type = "button";
    button.addEventListener("click", function () {
      opened[kind] = true;
      section.removeChild(button);
      hits.slice(most).forEach(function (hit) {
        drawHit(add(rows, "li"), kind, hit, terms);
      });
      rows.children[most].firstChild.focus();
    });
  }

  function drawHit(row, kind, hit, terms) {
    var record = hit.record;
    var text = kind === "clause" ? hit.passage : hit.text;
    var link = add(row, "a", "hit");
    link.href = address(record.address, hit.passage.title ? "" : hit.passage.anchor);
    var title = add(link, "span", "hit-title");
    if (kind === "clause") add(title, "span", "num", hit.passage.label + " ");
    else if (record.number) add(title, "span", "num", record.number + " ");
    var name = record.titles[data.locale];
    var locale = name ? data.locale : Object.keys(record.titles)[0];
    mark(add(title, "span", "name"), name || record.titles[locale] || "", locale, terms);
    if (text) drawText(link, text, terms, kind === "task");
  }

  // Quote what matches: in the reader's language, and as well in the one that matches where they differ.
  function drawText(link, passage, terms, labelled) {
    var own = passage.locale === data.locale ? passage : engine.twin(passage, data.locale);
    var marked = false;
    if (own) {
      var line = add(link, "span", "hit-text");
      if (labelled && own.label) add(line, "span", "num", own.label + " ");
      marked = mark(line, own.text, own.locale, terms, 110);
    }
    if (passage === own || marked) return;
    mark(add(link, "span", "hit-text original"), passage.text, passage.locale, terms, 110);
  }

  // Put a text in with its matches marked, cut to some length around the first of them; tells whether any is.
  function mark(parent, text, locale, terms, length) {
    var ranges = engine.marks(text, terms);
    var isHan = speak(parent, text, locale);
    var from = 0;
    var to = text.length;
    if (length && !isHan) length *= 2;
    if (length && to > length * 1.2) {
      var first = ranges.length ? ranges[0][0] : 0;
      from = Math.max(0, Math.min(first - Math.round(length / 4), to - length));
      to = Math.min(text.length, from + length);
      // Not in the middle of a word.
      while (from && /[a-z0-9]/i.test(text.charAt(from - 1)) && from < first) from++;
      while (to < text.length && /[a-z0-9]/i.test(text.charAt(to))) to++;
    }
    if (from) parent.appendChild(document.createTextNode("…"));
    var at = from;
    ranges.forEach(function (range) {
      if (range[1] <= from || range[0] >= to) return;
      parent.appendChild(document.createTextNode(text.slice(at, Math.max(at, range[0]))));
      add(parent, "mark", "", text.slice(Math.max(at, range[0]), Math.min(to, range[1])));
      at = Math.min(to, range[1]);
    });
    parent.appendChild(document.createTextNode(text.slice(at, to)));
    if (to < text.length) parent.appendChild(document.createTextNode("…"));
    return ranges.length > 0;
  }

  // Say in which language a text is, where it is not the page's; tells whether it is Chinese. What is not
  // translated stands in Chinese among the texts of another language.
  function speak(element, text, locale) {
    var isHan = /[\u3400-\u9fff]/.test(text);
    var other = isHan === data.locales[locale].han ? locale : data.other;
    if (other && other !== data.locale) element.lang = data.locales[other].lang;
    return isHan;
  }

  function drawGuess(text) {
    guesses.textContent = "";
    guesses.hidden = !text;
    if (!text) return;
    guesses.appendChild(document.createTextNode(words.guess + " "));
    var link = add(guesses, "a", "", text);
    link.href = "?q=" + encodeURIComponent(text);
    link.addEventListener("click", function (event) {
      event.preventDefault();
      field.value = text;
      chosen = {};
      ask(text);
      field.focus();
    });
  }

  function drawTips() {
    var tips = add(results, "ul", "tips");
    ["shorter", "scripts", "index"].forEach(function (name) {
      add(tips, "li", "", words.tips[name]);
    });
  }

  // --- facets

  function drawFilters(items) {
    var focused = document.activeElement && document.activeElement.id;
    filters.textContent = "";
    FACETS.forEach(function (facet) {
      var counts = Object.create(null);
      items.forEach(function (item) {
        if (!allowed(item, facet)) return;
        item[facet].forEach(function (value) {
          counts[value] = (counts[value] || 0) + 1;
        });
      });
      (chosen[facet] || []).forEach(function (value) {
        counts[value] = counts[value] || 0;
      });
      var values = Object.keys(counts).sort(function (a, b) {
        return rank(facet, a) - rank(facet, b);
      });
      if (values.length < 2 && !(chosen[facet] || []).length) return;
      var box = add(filters, "fieldset");
      add(box, "legend", "", words[facet]);
      values.forEach(function (value) {
        drawChoice(box, facet, value, counts[value]);
      });
    });
    drawer.hidden = !filters.firstChild;
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
  }

  function rank(facet, value) {
    var record = engine.record(value);
    return facet === "kind" ? KINDS.indexOf(value) : record ? record.order : 0;
  }

  function drawChoice(box, facet, value, count) {
    var label = add(box, "label");
    var input = add(label, "input");
    input.type = "checkbox";
    input.name = facet;
    input.value = value;
    input.id = "choice-" + facet + "-" + value.replace(/\W+/g, "-");
    input.checked = (chosen[facet] || []).indexOf(value) >= 0;
    var record = engine.record(value);
    var name = facet === "kind" ? words.kinds[value] : facet === "status" ? words.states[value] : "";
    name = name || (record && record.titles[data.locale]) || value;
    speak(add(label, "span", "", name), name, data.locale);
    label.appendChild(document.createTextNode(" "));
    add(label, "span", "count", String(count));
    input.addEventListener("change", function () {
      var values = (chosen[facet] || []).filter(function (other) {
        return other !== value;
      });
      chosen[facet] = input.checked ? values.concat(value) : values;
      ask(field.value);
    });
  }

  // --- small things

  function add(parent, tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return parent.appendChild(element);
  }

  function say(key, values) {
    var text = words[key];
    if (typeof text === "object") text = (values.n === 1 && text.one) || text.other;
    return text.replace(/\{(\w+)\}/g, function (_, name) {
      return String(values[name]);
    });
  }

  function address(path, anchor) {
    var parts = path.split("#");
    // Folders do not open as pages from file://.
    if (location.protocol === "file:") parts[0] += "index.html";
    return "../" + parts[0] + (anchor || (parts[1] ? "#" + parts[1] : ""));
  }

  // --- the field and the keyboard

  var waiting = 0;
  var composing = false;

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      opened = {};
      ask(field.value);
    }, 150);
  }

  field.addEventListener("compositionstart", function () {
    composing = true;
  });
  field.addEventListener("compositionend", function () {
    composing = false;
    soon();
  });
  field.addEventListener("input", function () {
    if (!composing) soon();
  });
  field.form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(waiting);
    opened = {};
    ask(field.value);
  });

  // Up and down go through the results as well; Tab goes the natural way.
  document.addEventListener("keydown", function (event) {
    var step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    var links = Array.prototype.slice.call(results.querySelectorAll("a.hit"));
    var at = links.indexOf(document.activeElement);
    var starts = step > 0 && document.activeElement === field;
    if (!step || event.altKey || event.ctrlKey || event.metaKey || (at < 0 && !starts)) return;
    event.preventDefault();
    (links[at + step] || (at + step < 0 ? field : links[at]) || field).focus();
  });

  var query = "";
  location.search
    .slice(1)
    .split("&")
    .forEach(function (pair) {
      var cut = pair.indexOf("=");
      var name = pair.slice(0, cut);
      var value = "";
      try {
        value = decodeURIComponent(pair.slice(cut + 1).replace(/\+/g, " "));
      } catch (error) {
        return; // no such text can have been typed
      }
      var isChoice = FACETS.indexOf(name) >= 0 && /^[a-z][\w./-]+$/.test(value);
      if (name === "q") query = value;
      else if (isChoice) chosen[name] = (chosen[name] || []).concat(value);
    });
  drawer.open = window.matchMedia("(min-width: 60em)").matches;
  field.value = query;
  if (query.trim()) ask(query);
})();
