// The results page: it loads the parts of the index that a query needs, and shows what the engine finds. Whatever
// comes from a query, an address or the index is put in as text, never as markup.
(function () {
  "use strict";
  const engine = window.policySearch;
  const { cutExcerpt, fillTemplate, getOwnValue, hasHan, mayBePinyin } = window.searchText;

  // in the order shown
  const KINDS = ["task", "clause", "area", "term", "target", "report", "published", "policy", "page", "agency"];
  const FACETS = ["policy", "kind", "area", "status", "agency"]; // each has a group of choices, where there is a choice
  const TASKS_SHOWN = 10; // tasks shown before "show all" is chosen
  const OTHERS_SHOWN = 5; // results of each other kind
  const EXCERPT = 110; // length of a quotation in Chinese characters; in other scripts twice as many
  const PAUSE = 150; // milliseconds after the last key until the query is answered

  const source = document.currentScript.src;
  const data = JSON.parse(getElement("search-data").textContent);
  const { words } = data;
  const field = getElement("find");
  const answer = getElement("answer");
  const status = getElement("found");
  const guess = getElement("guess");
  const results = getElement("results");
  const filters = getElement("filters");
  const drawer = filters.parentNode; // folded up on small screens
  const list = getElement("index"); // of everything; hidden where there are results

  const chosen = new Map(FACETS.map((facet) => [facet, new Set()])); // facet -> values
  const expanded = new Set(); // kinds of which all results are shown
  const loads = new Map(); // path of an index part -> promise
  let turn = 0; // only the newest query may change the page

  function getElement(id) {
    return document.getElementById(id);
  }

  // --- loading

  // The list on the page is the first part of the index: tasks, areas, terms and agencies.
  engine.add({
    locale: data.locale,
    first: true,
    numbers: data.numbers,
    stops: data.stops,
    records: [...list.querySelectorAll("a[data-kind]")].map((link) => ({
      kind: link.dataset.kind,
      number: link.dataset.number,
      address: link
        .getAttribute("href")
        .replace(/^\.\.\//, "")
        .replace("index.html", ""),
      title: link.textContent,
    })),
  });

  // Load a part of the index, and tell whether it has loaded. Each is loaded once; what fails is tried again later.
  function load(path) {
    if (!loads.has(path)) {
      const loaded = new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = source.replace(/assets\/search\/.*/, path);
        script.addEventListener("load", () => resolve(true));
        script.addEventListener("error", () => {
          loads.delete(path);
          resolve(false);
        });
        document.head.appendChild(script);
      });
      loads.set(path, loaded);
    }
    return loads.get(path);
  }

  // The locales whose first parts may answer a query, the likelier one first.
  function orderLocales(query) {
    const isHan = data.locales[data.locale].han;
    const [han, latin] = isHan ? [data.locale, data.other] : [data.other, data.locale];
    const folded = engine.fold(query);
    const order = hasHan(folded) || (isHan && mayBePinyin(folded)) ? [han, latin] : [latin, han];
    return order.filter(Boolean);
  }

  // Answer from the first part of the likeliest locale, and where it lacks a word of the query, again with its part of
  // readers' words; where these do not know every word, load those of the other one too; then load the rest of the
  // reader's own, and answer again.
  async function ask(query) {
    const mine = ++turn;
    saveState(query);
    if (!engine.fold(query)) {
      showIndex(query);
      return;
    }
    list.hidden = true;
    answer.hidden = false;
    answer.setAttribute("aria-busy", "true");
    if (!results.firstChild) status.textContent = words.searching;
    const asked = [];
    let isLoaded = true;
    for (const locale of orderLocales(query)) {
      if (asked.length && engine.knows(query)) break;
      if (asked.length) show(query, false); // what is found so far
      asked.push(locale);
      isLoaded = await load(data.parts[locale][0]);
      if (isLoaded && mine === turn && engine.findLacking(query).length) {
        show(query, false);
        isLoaded = await load(data.parts[locale][1]);
      }
      if (mine !== turn) return;
      if (!isLoaded) break;
    }
    if (isLoaded) {
      show(query, false);
      const paths = [...asked, data.locale].map((locale) => data.parts[locale]);
      isLoaded = (await Promise.all([].concat(...paths).map(load))).every(Boolean);
      if (mine !== turn) return;
    }
    if (isLoaded) show(query, true);
    else {
      answer.removeAttribute("aria-busy");
      status.textContent = words.failed;
      list.hidden = false;
    }
  }

  // Keep the query and the choices in the page's address, and in those of the other languages.
  function saveState(query) {
    const parameters = new URLSearchParams();
    if (query.trim()) parameters.set("q", query.trim());
    for (const [facet, values] of chosen) {
      for (const value of values) parameters.append(facet, value);
    }
    const search = parameters.toString();
    try {
      history.replaceState(null, "", location.pathname + (search && `?${search}`));
    } catch (error) {
      // Some browsers do not allow it from file://.
    }
    for (const link of document.querySelectorAll(".languages a")) link.search = search;
  }

  // --- showing

  // Show the list of everything, where a query has no words.
  function showIndex(query) {
    answer.hidden = !query.trim();
    answer.removeAttribute("aria-busy");
    status.textContent = query.trim() ? words.no_words : "";
    guess.hidden = true;
    results.textContent = "";
    drawer.hidden = true;
    list.hidden = false;
  }

  // Show what is found; `isComplete` tells whether all parts of the index that may hold more are loaded.
  function show(query, isComplete) {
    const start = performance.now();
    const { terms, hits, clauses, suggestion } = engine.search(query, data.locale);
    const items = [
      ...hits.map((hit) => makeItem(hit, hit.record.kind)),
      ...clauses.map((hit) => makeItem(hit, "clause")),
    ];
    const focused = document.activeElement && document.activeElement.getAttribute("href");
    showFilters(items);
    results.textContent = "";
    const groups = groupHits(items.filter((item) => isAllowed(item)));
    const count = groups.reduce((sum, group) => sum + group.hits.length, 0);
    for (const group of groups) showGroup(group, terms);
    showSuggestion(suggestion);
    if (count || isComplete) {
      const lacking = isComplete ? engine.findLacking(query) : [];
      const comma = data.locales[data.locale].han ? "、" : ", ";
      let text = say(words.none, { query: query.trim() });
      if (count) text = say(lacking.length ? words.near : words.count, { n: count, query: lacking.join(comma) });
      if (status.textContent !== text) status.textContent = text;
    }
    if (!count && isComplete) showTips();
    list.hidden = count > 0 || !isComplete;
    if (isComplete) answer.removeAttribute("aria-busy");
    const again = focused && [...results.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
    if (again) again.focus();
    // For tools: how long the answer took, in milliseconds.
    results.dataset.took = (performance.now() - start).toFixed(1);
  }

  // A hit, and its values of each facet.
  function makeItem(hit, kind) {
    const { record } = hit;
    return {
      hit,
      kind: [kind],
      policy: getPolicy(record) ? [getPolicy(record)] : [],
      area: record.area ? [record.area] : [],
      status: record.kind === "task" ? [record.status || "not_reported"] : [],
      agency: record.agencies || (record.kind === "agency" ? [record.address] : []),
    };
  }

  // The id of the policy that a record belongs to, where there are several to choose from.
  function getPolicy(record) {
    const [id] = record.address.split("/");
    return getOwnValue(data.policies, id) && id;
  }

  // Whether the choices let an item through, those of one facet left aside.
  function isAllowed(item, aside) {
    return FACETS.every((facet) => {
      const values = chosen.get(facet);
      return facet === aside || !values.size || item[facet].some((value) => values.has(value));
    });
  }

  // Group hits by kind, in the order to show them: [{kind, title, hits}, …].
  function groupHits(items) {
    const groups = new Map(KINDS.map((kind) => [kind, { kind, title: words.kinds[kind], hits: [] }]));
    for (const item of items) groups.get(item.kind[0]).hits.push(item.hit);
    const tasks = groups.get("task").hits;
    if (tasks.length) {
      // A clause that its task quotes needs no line of its own.
      const quoted = new Set(tasks.map(getPlace));
      const clauses = groups.get("clause");
      clauses.title = words.other_clauses;
      clauses.hits = clauses.hits.filter((hit) => !quoted.has(getPlace(hit)));
    }
    // Tasks come first, unless an agency or a page is asked for by its name.
    const isAhead = (kind) => {
      const [best] = groups.get(kind).hits;
      return best && best.passage.isTitle && (!tasks.length || best.score > tasks[0].score);
    };
    const order = new Set([...["agency", "page"].filter(isAhead), ...KINDS]);
    return [...order].map((kind) => groups.get(kind)).filter(({ hits }) => hits.length);
  }

  function getPlace(hit) {
    return hit.record.address + (hit.quote || hit.passage).anchor;
  }

  function showGroup({ kind, title, hits }, terms) {
    const limit = kind === "task" ? TASKS_SHOWN : OTHERS_SHOWN;
    const shown = expanded.has(kind) ? hits.length : limit;
    const section = append(results, "section", "group");
    const heading = append(section, "h2", "", `${title} `);
    append(heading, "span", "count", String(hits.length));
    heading.id = `group-${kind}`;
    section.setAttribute("aria-labelledby", heading.id);
    const rows = append(section, "ol", "hits");
    showRows(hits.slice(0, shown));
    if (hits.length <= shown) return;
    const button = append(section, "button", "button quiet", say(words.all, { n: hits.length }));
    button.type = "button";
    button.addEventListener("click", () => {
      expanded.add(kind);
      button.remove();
      showRows(hits.slice(shown));
      rows.children[shown].firstChild.focus();
    });

    function showRows(some) {
      for (const hit of some) showHit(append(rows, "li"), kind, hit, terms);
    }
  }

  function showHit(row, kind, { record, passage, quote }, terms) {
    const link = append(row, "a", "hit");
    link.href = getHref(record.address, passage.isTitle || record.address.includes("#") ? "" : passage.anchor);
    const heading = append(link, "span", "hit-title");
    const number = kind === "clause" ? passage.label : record.number;
    if (number) append(heading, "span", "num", `${number} `);
    const locale = record.titles.has(data.locale) ? data.locale : [...record.titles.keys()][0];
    showText(append(heading, "span", "name"), record.titles.get(locale), locale, terms);
    const policy = kind !== "policy" && getPolicy(record);
    if (policy) setLanguage(append(link, "span", "hit-policy", data.policies[policy]), data.policies[policy], data.locale);
    const text = kind === "clause" ? passage : quote;
    if (text) showQuote(link, text, terms, kind === "task");
  }

  // Quote what matches: in the reader's language, and also in the one that matches where they differ.
  function showQuote(link, passage, terms, isLabelled) {
    const own = passage.locale === data.locale ? passage : engine.translate(passage, data.locale);
    let isMarked = false;
    if (own) {
      const line = append(link, "span", "hit-text");
      const label = engine.isPlain(own) ? words.plain : isLabelled && own.label;
      if (label) append(line, "span", "num", `${label} `);
      isMarked = showText(line, own.text, own.locale, terms, EXCERPT);
    }
    if (passage === own || isMarked) return;
    showText(append(link, "span", "hit-text original"), passage.text, passage.locale, terms, EXCERPT);
  }

  // Add a text, or an excerpt of some length, with its matches marked; tell whether there are any.
  function showText(parent, text, locale, terms, length = Infinity) {
    const ranges = engine.highlight(text, terms);
    const [start, end] = cutExcerpt(text, ranges, length);
    setLanguage(parent, text, locale);
    let at = start;
    if (start) parent.append("…");
    for (const [from, to] of ranges) {
      if (to <= start || from >= end) continue;
      parent.append(text.slice(at, from));
      append(parent, "mark", "", text.slice(Math.max(start, from), Math.min(end, to)));
      at = to;
    }
    parent.append(text.slice(at, end));
    if (end < text.length) parent.append("…");
    return ranges.length > 0;
  }

  // Mark the language of a text that is not in the page's. Texts of another locale that are not translated are Chinese.
  function setLanguage(element, text, locale) {
    const language = hasHan(text) === data.locales[locale].han ? locale : data.other;
    if (language && language !== data.locale) element.lang = data.locales[language].lang;
  }

  function showSuggestion(text) {
    guess.textContent = "";
    guess.hidden = !text;
    if (!text) return;
    guess.append(`${words.guess} `);
    const link = append(guess, "a", "", text);
    link.href = `?q=${encodeURIComponent(text)}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      field.value = text;
      for (const values of chosen.values()) values.clear();
      ask(text);
      field.focus();
    });
  }

  function showTips() {
    const tips = append(results, "ul", "tips");
    for (const name of ["shorter", "scripts", "index"]) append(tips, "li", "", words.tips[name]);
  }

  // --- facets

  function showFilters(items) {
    const focused = document.activeElement && document.activeElement.id;
    filters.textContent = "";
    for (const facet of FACETS) {
      const counts = countValues(items, facet);
      if (counts.size < 2 && !chosen.get(facet).size) continue;
      const group = append(filters, "fieldset");
      append(group, "legend", "", words[facet]);
      const values = [...counts.keys()].sort((a, b) => getRank(facet, a) - getRank(facet, b));
      for (const value of values) showChoice(group, facet, value, counts.get(value));
    }
    drawer.hidden = !filters.firstChild;
    if (focused && getElement(focused)) getElement(focused).focus();
  }

  // How many items have each value of a facet, with the choices of the other facets; what is chosen has its place.
  function countValues(items, facet) {
    const counts = new Map();
    for (const item of items) {
      if (!isAllowed(item, facet)) continue;
      for (const value of item[facet]) counts.set(value, (counts.get(value) || 0) + 1);
    }
    for (const value of chosen.get(facet)) counts.set(value, counts.get(value) || 0);
    return counts;
  }

  function getRank(facet, value) {
    const record = engine.getRecord(value);
    if (facet === "kind") return KINDS.indexOf(value);
    return record ? record.order : 0;
  }

  // The name of a facet's value, which may come from the address: where it has none, the value itself.
  function nameValue(facet, value) {
    const names = { kind: words.kinds, status: words.states, policy: data.policies };
    const record = engine.getRecord(value);
    return getOwnValue(names[facet] || {}, value) || (record && record.titles.get(data.locale)) || value;
  }

  function showChoice(group, facet, value, count) {
    const label = append(group, "label");
    const input = append(label, "input");
    input.type = "checkbox";
    input.name = facet;
    input.value = value;
    input.id = `choice-${facet}-${value.replace(/\W+/g, "-")}`;
    input.checked = chosen.get(facet).has(value);
    const name = nameValue(facet, value);
    setLanguage(append(label, "span", "", name), name, data.locale);
    label.append(" ");
    append(label, "span", "count", String(count));
    input.addEventListener("change", () => {
      if (input.checked) chosen.get(facet).add(value);
      else chosen.get(facet).delete(value);
      ask(field.value);
    });
  }

  // --- small things

  function append(parent, tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return parent.appendChild(element);
  }

  // Fill an interface string, which may have a form for one.
  function say(text, values) {
    return fillTemplate(typeof text === "string" ? text : (values.n === 1 && text.one) || text.other, values);
  }

  function getHref(address, anchor) {
    const [path, own] = address.split("#");
    // Folders do not open as pages from file://.
    const file = location.protocol === "file:" ? "index.html" : "";
    return `../${path}${file}${anchor || (own ? `#${own}` : "")}`;
  }

  // --- the field and the keyboard

  let timer = 0;
  let isComposing = false;

  function askAnew() {
    clearTimeout(timer);
    expanded.clear();
    ask(field.value);
  }

  function askSoon() {
    clearTimeout(timer);
    timer = setTimeout(askAnew, PAUSE);
  }

  field.addEventListener("compositionstart", () => {
    isComposing = true;
  });
  field.addEventListener("compositionend", () => {
    isComposing = false;
    askSoon();
  });
  field.addEventListener("input", () => {
    if (!isComposing) askSoon();
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    askAnew();
  });

  // The arrow keys go from the field through the results and back; Tab works as everywhere.
  document.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [field, ...results.querySelectorAll("a.hit")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || at + step < 0) return;
    event.preventDefault();
    (stops[at + step] || stops[at]).focus();
  });

  // --- the address

  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === "q") field.value = value;
    else if (chosen.has(name) && /^[a-z][\w./-]+$/.test(value)) chosen.get(name).add(value);
  }
  drawer.open = window.matchMedia("(min-width: 60em)").matches;
  if (field.value.trim()) ask(field.value);
})();
