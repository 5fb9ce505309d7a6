// The form for a submission: made from the schema, the policy's parts and the agency's last report, which scripts hand
// over by submission.take. What is typed stays in this browser until it is downloaded or copied.
(function () {
  "use strict";
  const { check, choose, clausesOf, explain, isEmpty, resolve, tidySubmission, write } = window.submission;

  const MAX_ADDRESS = 7500; // bytes that forges accept in an address
  const PAUSE = 400; // milliseconds after the last key until a draft is kept
  const SHOWN = new Set(
    "submitted contact status summary reason value text as_of corrects reason from evidence title publisher published url unit email".split(" "),
  ); // fields that are not folded away
  const LONG = 400; // characters above which a text gets several lines

  const source = document.currentScript.src.replace(/assets\/submit\/.*/, "");
  const page = document.getElementById("form");
  const data = JSON.parse(document.getElementById("form-data").textContent);
  const { words } = data;
  const query = new URLSearchParams(window.location.search);
  const taken = {}; // what the scripts handed over, by part
  const controls = new Map(); // path of a field, with names instead of indexes -> its control
  const cards = new Map(); // path of a report or a figure -> its card
  const state = { tree: {}, period: null, isChecked: false, timer: 0 };
  let unique = 0;

  // --- small things

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes || {})) {
      const value = attributes[name];
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  function button(label, action, quiet) {
    return make("button", { type: "button", class: quiet ? "button quiet" : "button", click: action }, label);
  }

  // --- handing over

  window.submission.take = (part, content) => {
    taken[part] = content;
  };

  function load(path) {
    return new Promise((done, failed) => {
      document.head.append(make("script", { src: source + path, load: done, error: failed }));
    });
  }

  async function start() {
    const id = query.get("agency") || "";
    if (!/^[a-z][a-z0-9-]{0,59}$/.test(id)) return;
    page.hidden = false;
    page.textContent = words.loading;
    try {
      await load(`submit/agencies/${id}.js`);
      await load(`submit/schema.${data.locale}.js`);
      const ids = Object.keys(taken.agency.policies);
      const wanted = query.get("policy");
      await openPolicy(ids.includes(wanted) ? wanted : ids[0]);
    } catch (error) {
      page.textContent = words.unknown;
    }
  }

  async function openPolicy(id) {
    await load(`submit/policies/${id}.${data.locale}.js`);
    const asked = query.get("period");
    const today = getToday();
    const { periods } = taken.policy;
    if (!periods.length) periods.push(...listYears(Number(today.slice(0, 4)))); // a policy without a calendar
    const past = periods.filter((period) => period[1] < today);
    const open = past.filter((period) => !(period[0] in mine().revisions));
    const chosen =
      periods.find((period) => period[0] === asked) || open[open.length - 1] || past[past.length - 1] || periods[0];
    openPeriod(chosen);
  }

  function listYears(now) {
    return [now - 1, now].map(String).map((year) => [year, `${year}-12-31`, "", year, `${year}-01-01`]);
  }

  function getToday() {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function mine() {
    return taken.agency.policies[taken.policy.id];
  }

  // --- drafts

  function draftName() {
    return `submission ${taken.agency.id} ${taken.policy.id} ${state.period[0]}`;
  }

  function readDraft() {
    try {
      return JSON.parse(window.localStorage.getItem(draftName()));
    } catch (error) {
      return null; // no storage here, or a draft of another version
    }
  }

  function keepDraft() {
    try {
      window.localStorage.setItem(draftName(), JSON.stringify(state.tree));
      say(words.saved);
    } catch (error) {
      say(words.unsaved);
    }
  }

  function say(text) {
    page.querySelector(".form-said").textContent = text;
  }

  function changed() {
    window.clearTimeout(state.timer);
    state.timer = window.setTimeout(() => {
      keepDraft();
      if (state.isChecked) showFaults();
      showOutput();
    }, PAUSE);
  }

  // --- opening a period

  // Whether the period was reported before: then the file is a revision that corrects it.
  function isCorrection() {
    return state.period[0] in mine().revisions;
  }

  function fileName() {
    return isCorrection() ? `${state.period[0]}.r${mine().revisions[state.period[0]] + 1}` : state.period[0];
  }

  function openPeriod(period) {
    state.period = period;
    state.isChecked = false;
    const draft = readDraft();
    const { last, period: lastPeriod } = mine();
    const carried = last ? JSON.parse(JSON.stringify(last)) : {};
    for (const name of ["submitted", "corrects", "withdrawn"]) delete carried[name];
    state.tree = draft || Object.assign(carried, { provenance: taken.agency.provenance });
    render();
    if (draft) say(words.restored);
    else if (last) say(fill(words.carried, { period: lastPeriod }));
  }

  function render() {
    controls.clear();
    cards.clear();
    const { schema } = taken.schema;
    page.textContent = "";
    page.append(
      renderTop(),
      make("p", { class: "form-said note", role: "status" }),
      make(
        "fieldset",
        { class: "form-head" },
        make("legend", {}, words.head),
        ...["submitted", "contact"].concat(isCorrection() ? ["corrects"] : []).map((name) => renderField(state.tree, name, schema.properties[name], [name])),
      ),
      renderList("reports", words.reports),
      ...(taken.policy.targets.length ? [renderList("figures", words.figures)] : []),
      make("div", { class: "form-faults", role: "status" }),
      renderActions(),
    );
    showOutput();
  }

  function renderTop() {
    const { periods } = taken.policy;
    const select = make(
      "select",
      { id: "form-period", change: () => openPeriod(periods[select.selectedIndex]) },
      ...periods.map((period) => make("option", { selected: period === state.period }, period[3])),
    );
    const due = state.period[2];
    return make(
      "div",
      { class: "form-top" },
      make("p", {}, make("strong", {}, taken.agency.name[data.locale]), " · ", taken.policy.title),
      renderPolicies(),
      make("p", { class: "field" }, make("label", { for: "form-period" }, words.period), select),
      due ? make("p", { class: "note" }, fill(words.due, { date: due })) : null,
    );
  }

  function renderPolicies() {
    const ids = Object.keys(taken.agency.policies);
    if (ids.length < 2) return null;
    const select = make(
      "select",
      { id: "form-policy", change: () => openPolicy(ids[select.selectedIndex]) },
      ...ids.map((id) => make("option", { selected: id === taken.policy.id }, id)),
    );
    return make("p", { class: "field" }, make("label", { for: "form-policy" }, words.policy), select);
  }

  // --- reports and figures

  function renderList(list, title) {
    const isReports = list === "reports";
    const { owed } = mine();
    const records = (state.tree[list] = state.tree[list] || []);
    const key = isReports ? "ref" : "target";
    const offered = isReports ? taken.policy.parts.filter(isInForce) : taken.policy.targets.map((target) => [target.id, nameOf(target)]);
    const said = new Set(records.map((record) => record[key]));
    const wanted = new Set(owed.concat(...owed.map((ref) => clausesOf(taken.policy, ref))));
    const isAsked = ([name]) => !isReports || !owed.length || wanted.has(name) || said.has(name);
    const asked = offered.filter(isAsked);
    const others = offered.filter((item) => !isAsked(item));
    const renderOne = ([name, text]) => renderCards(list, key, name, text);
    return make(
      "section",
      { class: "form-list" },
      make("h3", {}, title),
      isReports && !owed.length ? make("p", { class: "note" }, words.nobody) : null,
      ...[].concat(...asked.map(renderOne)),
      others.length
        ? make("details", {}, make("summary", {}, words.others), ...[].concat(...others.map(renderOne)))
        : null,
    );
  }

  // Whether a later document lets a task or clause hold in some part of the period: parts that it changed name their days.
  function isInForce([, , first, last]) {
    const [, end, , , from] = state.period;
    return !first || (first <= end && from <= last);
  }

  function nameOf(target) {
    return target.unit ? `${target.title} (${target.unit})` : target.title;
  }

  // A card for each record on a task, clause or target; an empty one where there is none.
  function renderCards(list, key, name, text) {
    const records = state.tree[list].filter((record) => record[key] === name);
    if (!records.length) {
      records.push({ [key]: name });
      state.tree[list].push(records[0]);
    }
    return records.map((record, index) => renderCard(list, record, name, text, index));
  }

  function renderCard(list, record, name, text, index) {
    const chip = make("span", { class: "form-state" }, summaryOf(list, record));
    const number = list === "reports" ? make("span", { class: "num" }, name) : null;
    const card = make("details", { class: "form-card" }, make("summary", {}, number, " ", text, " ", chip));
    const level = name.includes(".") ? "form-clause" : "form-task";
    card.classList.add(level);
    const body = () => {
      if (card.children.length > 1) return;
      const kind = resolve(taken.schema.schema, taken.schema.schema.properties[list].items || itemsOf(list));
      card.append(renderRecord(kind, record, [list, recordName(name, index)], list === "reports" ? "ref" : "target"));
    };
    card.addEventListener("toggle", body);
    card.addEventListener("input", () => {
      chip.textContent = summaryOf(list, record);
    });
    cards.set(`${list}/${recordName(name, index)}`, { card, body });
    return card;
  }

  function recordName(name, index) {
    return index ? `${name}#${index}` : name;
  }

  function itemsOf(list) {
    return choose(taken.schema.schema, taken.schema.schema.properties[list], []).items;
  }

  function summaryOf(list, record) {
    if (list === "figures") return isEmpty(record.value) ? "" : record.value;
    const kind = resolve(taken.schema.schema, itemsOf("reports"));
    const [, name] = choose(taken.schema.schema, kind.properties.status, "").choices.find(
      ([value]) => value === record.status,
    ) || ["", ""];
    return name;
  }

  // --- fields

  // The fields of a record: those that people fill in most, and the others folded away.
  function renderRecord(kind, tree, path, key, isAsked = true) {
    const names = Object.keys(kind.properties).filter((name) => name !== key && name !== "zh_hash");
    const rendered = (some) =>
      some.map((name) => renderField(tree, name, kind.properties[name], path.concat(name), isAsked ? kind.required : []));
    const rare = names.filter((name) => !SHOWN.has(name));
    const isUsed = rare.some((name) => !isEmpty(tree[name]));
    return make(
      "div",
      { class: "form-record" },
      ...rendered(names.filter((name) => SHOWN.has(name))),
      rare.length
        ? make("details", { class: "form-more", open: isUsed }, make("summary", {}, words.more), ...rendered(rare))
        : null,
    );
  }

  function renderField(tree, name, given, path, required) {
    const { schema } = taken.schema;
    const isLocalized = isLocalizedText(schema, given);
    const node = choose(schema, given, isLocalized ? {} : tree[name]);
    const label = given.description || node.description || name;
    const needed = (required || schema.required).includes(name);
    if (isLocalized) return renderLocalized(tree, name, label, path, needed);
    if (node.type === "array") {
      const isRecords = Boolean(resolve(schema, node.items).properties);
      return isRecords ? renderItems(tree, name, node, label, path) : renderValues(tree, name, label, path);
    }
    if (node.properties) {
      tree[name] = tree[name] || {};
      const inner = renderRecord(node, tree[name], path, "", needed);
      return make("fieldset", {}, make("legend", {}, label), inner);
    }
    return renderControl(tree, name, node, label, path, needed);
  }

  function isLocalizedText(schema, given) {
    const node = choose(schema, given, {});
    return Boolean(node.properties && node.properties.zh);
  }

  function renderLocalized(tree, name, label, path, needed) {
    if (typeof tree[name] === "string") tree[name] = { zh: tree[name] };
    tree[name] = tree[name] || {};
    const text = tree[name];
    const node = { type: "string", maxLength: 4000 };
    const isShort = ["title", "publisher", "unit"].includes(name);
    const others = taken.schema.locales.map(([locale, language]) =>
      renderControl(text, locale, node, `${label} (${language})`, path.concat(locale), false, isShort),
    );
    const isUsed = taken.schema.locales.some(([locale]) => !isEmpty(text[locale]));
    return make(
      "div",
      {},
      renderControl(text, "zh", node, label, path.concat("zh"), needed, isShort),
      others.length
        ? make(
            "details",
            { class: "form-more", open: isUsed },
            make("summary", {}, taken.schema.locales.map(([, language]) => language).join(" · ")),
            ...others,
          )
        : null,
    );
  }

  function renderControl(tree, name, node, label, path, needed, isShort) {
    unique += 1;
    const id = `form-${unique}`;
    const common = { id, "aria-describedby": `${id}-fault`, required: needed };
    let control;
    if (node.enum) {
      control = make(
        "select",
        common,
        make("option", { value: "" }, words.choose),
        ...(node.choices || [["true", words.yes], ["false", words.no]]).map(([value, shown]) =>
          make("option", { value, selected: value === tree[name] }, shown),
        ),
      );
    } else if (node.format === "date") {
      control = make("input", Object.assign({ type: "date", value: tree[name] || "" }, common));
    } else if (!isShort && !node.pattern && (node.maxLength || 0) >= LONG) {
      control = make("textarea", Object.assign({ rows: 3 }, common), tree[name] || "");
    } else {
      const mode = node.format === "uri" ? "url" : "text";
      control = make("input", Object.assign({ type: "text", inputmode: mode, value: tree[name] || "" }, common));
    }
    const follow = () => {
      if (control.value.trim()) tree[name] = control.value;
      else delete tree[name];
      forgetHash(tree, name);
      changed();
    };
    control.addEventListener("input", follow);
    control.addEventListener("change", follow);
    controls.set(path.join("/"), control);
    return make(
      "p",
      { class: "field" },
      make("label", { for: id }, label, needed ? make("span", { class: "form-needed" }, ` ${words.needed}`) : ""),
      control,
      make("span", { class: "form-fault", id: `${id}-fault` }),
    );
  }

  // Several values in one field.
  function renderValues(tree, name, label, path) {
    const shown = { value: (tree[name] || []).join("；") };
    const field = renderControl(shown, "value", { type: "string" }, `${label}（；）`, path, false, true);
    field.addEventListener("input", () => {
      tree[name] = (shown.value || "").split(/[；;]/).filter((text) => text.trim());
    });
    return field;
  }

  // A translation that was typed anew is not the one that the hash is about.
  function forgetHash(tree, name) {
    if (tree.zh_hash) delete tree.zh_hash[name];
  }

  function renderItems(tree, name, node, label, path) {
    tree[name] = tree[name] || [];
    const kind = resolve(taken.schema.schema, node.items);
    const box = make("div", { class: "form-items" });
    const draw = () => {
      const items = tree[name].map((item, index) =>
        make(
          "fieldset",
          {},
          make("legend", {}, `${label} ${index + 1}`),
          renderRecord(kind, item, path.concat(index), ""),
          button(
            words.remove,
            () => {
              tree[name].splice(index, 1);
              draw();
              box.querySelector("button:last-of-type").focus();
              changed();
            },
            true,
          ),
        ),
      );
      box.textContent = "";
      box.append(
        ...items,
        button(
          fill(words.add, { name: label }),
          () => {
            tree[name].push({});
            draw();
            box.querySelector("fieldset:last-of-type input").focus();
          },
          true,
        ),
      );
    };
    draw();
    return box;
  }

  // --- faults

  function finished() {
    const { schema } = taken.schema;
    const order = Object.keys(schema.properties);
    const tree = tidySubmission(state.tree, order);
    const rank = new Map(taken.policy.parts.map(([ref], index) => [ref, index]));
    if (tree.reports) tree.reports.sort((one, other) => rank.get(one.ref) - rank.get(other.ref));
    const kinds = { reports: itemsOf("reports"), figures: itemsOf("figures") };
    for (const list of Object.keys(kinds)) {
      const fields = Object.keys(resolve(schema, kinds[list]).properties);
      if (tree[list]) tree[list] = tree[list].map((record) => inOrder(record, fields));
    }
    return tree;
  }

  function inOrder(record, fields) {
    const sorted = {};
    for (const name of fields) if (name in record) sorted[name] = record[name];
    return sorted;
  }

  function findFaults(tree) {
    const [name, end, due] = state.period;
    return check(tree, {
      form: taken.schema,
      policy: taken.policy,
      agency: mine(),
      period: { name, end, due },
      today: getToday(),
      isLate: mine().owed.length > 0 && !isCorrection(), // whether the day matters: corrections keep the first one
    });
  }

  // The path of a field as the form knows it: by the task or target instead of the place in the list.
  function nameOfPath(tree, path) {
    const [list, index, ...rest] = path;
    if (typeof index !== "number") return path.join("/");
    const key = list === "reports" ? "ref" : "target";
    const name = tree[list][index][key];
    const before = tree[list].slice(0, index).filter((record) => record[key] === name).length;
    return [list, recordName(name, before)].concat(rest).join("/");
  }

  function findControl(path) {
    const parts = path.split("/");
    const card = cards.get(parts.slice(0, 2).join("/"));
    if (card) card.body();
    for (let length = parts.length; length > 0; length -= 1) {
      const before = parts.slice(0, length).join("/");
      const control = ["", "/zh", "/status", "/0/url"].map((end) => controls.get(before + end)).find(Boolean);
      if (control) return control;
    }
    return card ? card.card.querySelector("select, input, textarea") : controls.get("submitted");
  }

  function showFaults() {
    const tree = finished();
    const faults = findFaults(tree);
    for (const control of controls.values()) {
      control.removeAttribute("aria-invalid");
      document.getElementById(`${control.id}-fault`).textContent = "";
    }
    const rows = faults.map((fault) => {
      const [severity] = taken.schema.codes[fault.code];
      const name = nameOfPath(tree, fault.path);
      const control = findControl(name);
      const label = control.labels.length ? control.labels[0].firstChild.textContent : "";
      const told = explain(Object.assign({ meaning: label }, fault, { field: label }), taken.schema);
      const where = typeof fault.path[1] === "number" ? `${name.split("/")[1]} · ${label}` : label;
      if (severity === "error") {
        control.setAttribute("aria-invalid", "true");
        document.getElementById(`${control.id}-fault`).textContent = `${told.sentence}。`.replace(/[.。]。$/, "。");
      }
      return { severity, control, text: `${where}: ${told.sentence}`, advice: told.advice };
    });
    const errors = rows.filter((row) => row.severity === "error");
    const box = page.querySelector(".form-faults");
    const title = errors.length ? fill(words.faults, { n: errors.length }) : words.fine;
    box.textContent = "";
    box.append(
      make("p", {}, make("strong", {}, title)),
      make(
        "ul",
        {},
        ...rows.map((row) =>
          make(
            "li",
            { class: `form-${row.severity}` },
            make("button", { type: "button", class: "form-link", click: () => goTo(row.control) }, row.text),
            make("small", {}, ` → ${row.advice}`),
          ),
        ),
      ),
    );
    return errors.length;
  }

  function goTo(control) {
    for (let node = control.parentNode; node && node !== page; node = node.parentNode) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    control.focus();
    control.scrollIntoView({ block: "center" });
  }

  // --- what becomes of it

  function pathOf() {
    return `data/submissions/${taken.policy.id}/${taken.agency.id}/${fileName()}.yml`;
  }

  function textOf() {
    return `# ${pathOf()}\n${write(finished())}`;
  }

  function save(content, name, said) {
    const link = make("a", { href: URL.createObjectURL(content), download: name });
    page.append(link);
    link.click();
    link.remove();
    say(said);
  }

  function download() {
    save(new Blob([textOf()], { type: "application/yaml" }), `${fileName()}.yml`, words.after);
  }

  async function downloadWorkbook() {
    if (!window.submission.workbook) await load("assets/submit/workbook.js"); // only for those who want one
    const { agency, policy, schema } = taken;
    const names = new Map(policy.parts.concat(policy.targets.map((target) => [target.id, nameOf(target)])));
    const about = { policy: policy.id, agency: agency.id, period: fileName() };
    const content = window.submission.workbook(finished(), about, schema, (name) => names.get(name) || "");
    save(content, `${agency.id}-${fileName()}.xlsx`, words.after_workbook);
  }

  function checkAnd(act) {
    state.isChecked = true;
    if (!showFaults()) act();
    else page.querySelector(".form-faults .form-link").focus();
    showOutput();
  }

  async function copy() {
    const text = page.querySelector(".form-text");
    try {
      await window.navigator.clipboard.writeText(text.value);
    } catch (error) {
      text.closest("details").open = true; // no clipboard for pages from a folder
      text.select();
      document.execCommand("copy");
    }
    say(words.copied);
  }

  function discard() {
    try {
      window.localStorage.removeItem(draftName());
    } catch (error) {
      // nothing was kept
    }
    openPeriod(state.period);
  }

  function renderActions() {
    return make(
      "div",
      { class: "form-actions" },
      make("p", {}, button(words.check, () => checkAnd(() => {})), " ", button(words.download, () => checkAnd(download))),
      make(
        "p",
        { class: "form-rest" },
        button(words.as_workbook, () => checkAnd(downloadWorkbook), true),
        " ",
        button(words.anyway, download, true),
        " ",
        button(words.copy, copy, true),
        " ",
        button(words.discard, discard, true),
      ),
      make("p", { class: "form-new" }),
      make("p", { class: "note" }, words.path, " ", make("code", {}, pathOf())),
      make(
        "details",
        { class: "form-more" },
        make("summary", {}, words.text),
        make("textarea", { class: "form-text", rows: 12, readonly: true, "aria-label": words.text }),
      ),
    );
  }

  function showOutput() {
    const text = textOf();
    page.querySelector(".form-text").value = text;
    const place = page.querySelector(".form-new");
    place.textContent = "";
    if (!data.pattern) return;
    const address = data.pattern
      .replace("{path}", encodeURIComponent(pathOf()).replace(/%2F/g, "/"))
      .replace("{value}", encodeURIComponent(text));
    if (address.length <= MAX_ADDRESS) place.append(make("a", { href: address }, words.create));
    else place.append(make("span", { class: "note" }, words.too_long));
  }

  start();
})();
