// What the form knows of a submission, apart from the page: how it is checked, and how it is written as a file.
// The checks are those of `validate` that people meet most; where the two differ, `validate` is right.
(function (root) {
  "use strict";

  const MAX_URL = 2000;
  const NOT_PUBLIC =
    /(^|\.)(alt|arpa|corp|home|internal|intranet|invalid|lan|local|localdomain|localhost|onion|private|svc|test)$/;
  const EXPLAINED = new Set(["delayed", "suspended", "cancelled"]); // states that need a reason
  const SCALE = { 万: 1e4, 亿: 1e8, 万亿: 1e12 };

  // --- the shape of a file

  function resolve(schema, node) {
    return node.$ref ? schema.$defs[node.$ref.replace("#/$defs/", "")] : node;
  }

  // The form of a value that is given: an optional one may be left out, a text may be written without its language.
  function choose(schema, node, value) {
    const whole = resolve(schema, node);
    if (!whole.anyOf) return whole;
    const ways = whole.anyOf.map((way) => choose(schema, way, value)).filter((way) => way.type !== "null");
    const type = Array.isArray(value) ? "array" : typeof value;
    return ways.find((way) => hasType(way, type)) || ways.find((way) => hasType(way, "object")) || ways[0];
  }

  function hasType(node, type) {
    return node.enum ? type === "string" : [].concat(node.type).includes(type);
  }

  function checkShape(schema, given, value, path, found) {
    const node = choose(schema, given, value);
    if (node.properties) {
      for (const name of node.required || []) {
        if (isEmpty(value[name])) found.push({ code: "M101", path: path.concat(name), field: name });
      }
      for (const name of Object.keys(value)) {
        const part = node.properties[name] || node.additionalProperties;
        if (part && !isEmpty(value[name])) checkShape(schema, part, value[name], path.concat(name), found);
      }
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => checkShape(schema, node.items, item, path.concat(index), found));
    } else if (typeof value === "string") {
      const code = checkText(node, value.trim());
      if (code) found.push({ code, path, value: value.trim(), limit: node.maxLength });
    }
  }

  function checkText(node, text) {
    if (node.enum) return node.enum.includes(text) ? "" : "M106";
    if (node.format === "uri") return isPublic(text) ? "" : "M110";
    if (node.maxLength && [...text].length > node.maxLength) return "M104";
    if (!node.pattern || new RegExp(node.pattern).test(text)) {
      return node.format === "date" && !isDay(text) ? "M107" : "";
    }
    if (node.format === "date") return "M107";
    return node.pattern.includes("万亿") ? "M108" : "M111";
  }

  function isEmpty(value) {
    if (value === undefined || value === null) return true;
    if (typeof value === "string") return !value.trim();
    if (Array.isArray(value)) return value.every(isEmpty);
    return typeof value === "object" && Object.keys(value).every((name) => isEmpty(value[name]));
  }

  function isDay(text) {
    const day = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text && text >= "1900";
  }

  function isPublic(text) {
    if (text.length > MAX_URL || /[\s\\<>"^`{|}，。；：？＆＝／＃％“”‘’]/.test(text)) return false;
    const match = /^https?:\/\/([^/?#]*)/.exec(text);
    if (!match || /[@:]/.test(match[1])) return false;
    const labels = match[1].toLowerCase().split(".");
    const last = labels[labels.length - 1];
    return (
      labels.length > 1 &&
      labels.every((label) => /^(?!-)[a-z0-9-]{1,63}$/.test(label) && !label.endsWith("-")) &&
      !/^([0-9]+|0x[0-9a-f]*)$/.test(last) &&
      !NOT_PUBLIC.test(match[1].toLowerCase())
    );
  }

  // --- figures

  // The value of a figure as a number, with the sign that makes it a percentage; nothing for other texts.
  function readFigure(text) {
    const match = /^(-?[0-9]+|-?[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?\s*(万亿|亿|万|%|个百分点)?$/.exec((text || "").trim());
    if (!match) return null;
    const number = Number(match[1].replace(/,/g, "") + (match[2] || ""));
    return { number: number * (SCALE[match[3]] || 1), sign: SCALE[match[3]] ? "" : match[3] || "" };
  }

  // The numbers that a figure states, with the fields that hold them.
  function statedIn(figure, forms) {
    return forms
      .map((form) => [].concat(isEmpty(figure[form]) ? [] : figure[form]).map((text) => ({ form, text })))
      .reduce((all, some) => all.concat(some), []);
  }

  function checkFigure(figure, target, context, path, found) {
    const say = (code, name, more) => found.push(Object.assign({ code, path: path.concat(name) }, more));
    const stated = statedIn(figure, context.form.forms);
    const wanted = target.qualitative ? "text" : "value";
    if (target.qualitative ? isEmpty(figure.text) : !stated.length) say("S113", wanted, { target: target.id, wanted });
    else if (target.qualitative && stated.length) say("S113", stated[0].form, { target: target.id, wanted });
    if (target.qualitative || !target.known) return;
    for (const { form, text } of stated) {
      const value = readFigure(text);
      if (value) checkNumber(value, target, figure, (code) => say(code, form, { value: text, wanted: target.wanted }));
    }
    checkFall(figure, target, context, (more) => say("S109", "value", more));
  }

  function checkNumber(value, target, figure, say) {
    const known = target.known.map(Number);
    if (!target.rate && value.number < Math.min(0, ...known)) say("S111");
    if (value.sign !== target.sign) {
      say("S110");
      return;
    }
    const sizes = known.filter(Boolean).map(Math.abs);
    const size = Math.abs(value.number);
    const isFar =
      sizes.length > 0 && (size > Math.max(...sizes) * 10 || (target.rising && size < Math.min(...sizes) / 10));
    const isBeyond = value.sign === "%" && value.number > 100 && Math.max(0, ...sizes) <= 100;
    if (isEmpty(figure.confirmed) && (isFar || isBeyond)) say("S112");
  }

  function checkFall(figure, target, context, say) {
    const key = [target.id, figure.from || "", (figure.method || {}).zh || ""].join("|");
    const before = (context.agency.figures || {})[key];
    const value = readFigure(figure.value);
    const last = before && readFigure(before[0]);
    if (!value || !last || last.sign !== value.sign || figure.as_of < before[1] || !isEmpty(figure.reason)) return;
    if (target.rising ? value.number < last.number : target.falls && value.number > last.number) {
      say({ value: figure.value, earlier: before[0], day: before[1] });
    }
  }

  // --- what the rules ask

  function clausesOf(policy, ref) {
    const refs = policy.parts.map((part) => part[0]);
    if (ref.includes(".")) return refs.includes(ref) ? [ref] : [];
    return refs.filter((other) => other.startsWith(`${ref}.`));
  }

  // What was reported last on a clause; a report on it takes precedence over one on its whole task.
  function heldOn(clause, told, agency) {
    const of = (ref) => told.find((report) => report.ref === ref);
    const last = of(clause) || of(clause.split(".")[0]);
    return last ? [last.status, agency.period] : (agency.held || {})[clause];
  }

  function checkReport(report, path, context, found) {
    const say = (code, name, more) => found.push(Object.assign({ code, path: path.concat(name) }, more));
    const { stages } = context.form;
    if (report.status === "completed" && isEmpty(report.evidence)) say("S102", "status");
    if (EXPLAINED.has(report.status) && isEmpty(report.reason)) say("S107", "status");
    const told = (context.agency.last || {}).reports || [];
    const behind = clausesOf(context.policy, report.ref || "")
      .map((clause) => heldOn(clause, told, context.agency))
      .find((last) => last && stages[report.status] < stages[last[0]]);
    if (behind && !EXPLAINED.has(report.status) && report.status !== "withheld" && isEmpty(report.reason)) {
      say("S108", "status", { status: report.status, earlier: behind[0], period: behind[1] });
    }
    const same = told.find((last) => last.ref === report.ref);
    const words = (report.summary || {}).zh;
    const isOld = same && !isEmpty(words) && words === same.summary.zh && report.status !== "not_applicable";
    if (isOld && context.agency.period !== context.period.name) {
      say("S124", "summary", { value: report.ref, period: context.agency.period });
    }
  }

  function checkEvidence(items, path, tree, found) {
    (items || []).forEach((item, index) => {
      const say = (code, name, more) => found.push(Object.assign({ code, path: path.concat(index, name) }, more));
      if (isEmpty(item)) return;
      if (isEmpty(item.url)) say("S116", "url");
      else if (item.url.startsWith("http:")) say("S123", "url");
      if (item.published && item.published > tree.submitted) {
        say("S114", "published", { value: item.published, submitted: tree.submitted });
      }
    });
  }

  function checkDays(tree, context, found) {
    const { period, today, isLate } = context;
    const day = tree.submitted;
    if (!day || !isDay(day)) return;
    const say = (code, more) => found.push(Object.assign({ code, path: ["submitted"], value: day }, more));
    const end = period.due && period.due < period.end ? `${period.end.slice(0, 8)}01` : period.end; // due before the end
    if (day < end) say("S104", { end });
    if (day > today) say("S105", { as_of: today });
    if (isLate && tree.provenance === "agency" && period.due && day > period.due) {
      say("S119", { due: period.due, days: Math.round((new Date(day) - new Date(period.due)) / 864e5) });
    }
  }

  function checkTwice(names, list, found) {
    const seen = new Set();
    names.forEach((name, index) => {
      if (name && seen.has(name)) {
        found.push({ code: "S103", path: [list, index, list === "reports" ? "ref" : "target"], value: name });
      }
      seen.add(name);
    });
  }

  // Return what is wrong with a submission, given as in its file, in the order of the file.
  function check(tree, context) {
    const found = [];
    checkShape(context.form.schema, context.form.schema, tree, [], found);
    checkDays(tree, context, found);
    const reports = tree.reports || [];
    const figures = tree.figures || [];
    if (!reports.length && !figures.length && isEmpty(tree.withdrawn)) found.push({ code: "S122", path: [] });
    checkTwice(
      reports.map((report) => report.ref),
      "reports",
      found,
    );
    checkTwice(
      figures.map((figure) => figure.target && `${figure.target} (${figure.as_of})`),
      "figures",
      found,
    );
    reports.forEach((report, index) => {
      checkReport(report, ["reports", index], context, found);
      checkEvidence(report.evidence, ["reports", index, "evidence"], tree, found);
    });
    figures.forEach((figure, index) => {
      const path = ["figures", index];
      const target = context.policy.targets.find((one) => one.id === figure.target);
      if (target) checkFigure(figure, target, context, path, found);
      if (figure.as_of && figure.as_of > tree.submitted) {
        found.push({
          code: "S115",
          path: path.concat("as_of"),
          value: figure.as_of,
          submitted: tree.submitted,
        });
      }
      checkEvidence(figure.evidence, path.concat("evidence"), tree, found);
    });
    const wrong = new Set(found.filter(({ code }) => code[0] === "M").map(({ path }) => path.join(".")));
    return found.filter(({ code, path }) => code[0] === "M" || !wrong.has(path.join(".")));
  }

  // Word a finding: its sentence and its advice.
  function explain(finding, form) {
    const names = new Map();
    const walk = (node) => {
      for (const [value, name] of node.choices || []) names.set(value, name);
      for (const part of Object.values(node)) if (part && typeof part === "object") walk(part);
    };
    walk(form.schema);
    const [, sentence, advice] = form.codes[finding.code];
    const fill = (text) =>
      text
        .replace(/`?\{(\w+?)(?:_zh|_en)?\}`?/g, (whole, name) => {
          const value = finding[name];
          if (value === undefined) return name === "near" ? "" : "…";
          return names.get(value) || String(value);
        })
        .replace(/…(?:，…)+/g, "…");
    return { sentence: fill(sentence), advice: fill(advice) };
  }

  // --- the file

  // Leave out what is empty, and reports and figures that say nothing of what they name.
  function tidy(value) {
    if (Array.isArray(value)) return value.map(tidy).filter((item) => !isEmpty(item));
    if (value === null || typeof value !== "object") return typeof value === "string" ? value.trim() : value;
    const kept = {};
    for (const name of Object.keys(value)) {
      const part = tidy(value[name]);
      const isText = typeof part === "object" && !Array.isArray(part) && "zh_hash" in part && !("zh" in part);
      if (!isEmpty(part) && !isText) kept[name] = part;
    }
    return kept;
  }

  function tidySubmission(tree, order) {
    const kept = tidy(tree);
    for (const list of ["reports", "figures"]) {
      if (kept[list]) kept[list] = kept[list].filter((item) => Object.keys(item).length > 1);
      if (kept[list] && !kept[list].length) delete kept[list];
    }
    const sorted = {};
    for (const name of order) if (name in kept) sorted[name] = kept[name];
    return sorted;
  }

  const PLAIN =
    /^([A-Za-z\u4e00-\u9fff]([\w ./()\u4e00-\u9fff（），。、；？！“”《》%+~-]*[\w./()\u4e00-\u9fff（），。、；？！“”《》%+~-])?|20[0-9]{2}-[0-9]{2}-[0-9]{2}|https?:\/\/[\w./?=&%~+-]+)$/;
  const WORDS = new Set(["null", "true", "false", "yes", "no", "on", "off"]);

  function writeScalar(text) {
    return PLAIN.test(text) && !WORDS.has(text.toLowerCase()) ? text : JSON.stringify(text);
  }

  function writeText(start, text, indent) {
    const lines = text.split("\n").map((line) => line.trim());
    if (lines.length < 2 || !lines[0] || !lines[lines.length - 1]) return [`${start} ${writeScalar(text)}`];
    return [`${start} |`].concat(lines.map((line) => (line ? `${indent}  ${line}` : "")));
  }

  function writeMapping(tree, indent) {
    return [].concat(
      ...Object.keys(tree).map((name) => {
        const value = tree[name];
        if (Array.isArray(value)) {
          const items = value.map((item) => {
            if (typeof item === "string") return writeText(`${indent}  -`, item, `${indent}  `);
            const [first, ...rest] = writeMapping(item, `${indent}    `);
            return [`${indent}  - ${first.trimLeft()}`].concat(rest);
          });
          return [`${indent}${name}:`].concat(...items);
        }
        if (typeof value === "object") return [`${indent}${name}:`].concat(writeMapping(value, `${indent}  `));
        return writeText(`${indent}${name}:`, value, indent);
      }),
    );
  }

  // Write a submission as YAML.
  function write(tree) {
    return `${writeMapping(tree, "").join("\n")}\n`;
  }

  root.submission = { check, choose, clausesOf, explain, isEmpty, resolve, tidySubmission, write };
})(this);
