"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");

const { loadScripts } = require("./load.js");

// A small index: a first part in Chinese with all tables, one in English, and one that follows.
const CHINESE = {
  locale: "zh",
  first: true,
  numbers: { 任务: "task", 第: "", 项: "", "no.": "" },
  stops: ["怎么", "哪些", "有"],
  fold: ["應廣農業", "应广农业"],
  sounds: {
    runs: "",
    more: { ying: "应", ji: "急机", guang: "广光", bo: "播波", nong: "农", lin: "临林", ye: "业", cun: "村" },
  },
  same: { 大喇叭: ["应急广播"], 修路: ["农村公路"] },
  records: [
    {
      kind: "task",
      address: "tasks/01/",
      number: "1",
      title: "完善农村应急广播体系",
      area: "areas/1/",
      clauses: ["建设应急广播终端。", "提升农村信息服务。"],
    },
    {
      kind: "task",
      address: "tasks/02/",
      number: "2",
      title: "建设农村公路",
      clauses: ["推进农村公路数字化。", "广播电视进村。"],
    },
    {
      kind: "task",
      address: "tasks/17/",
      number: "17",
      title: "发展林业",
      clauses: ["保护林业资源。", "应急处置，广播宣传。"],
    },
    { kind: "term", address: "glossary/#broadcast", title: "应急广播" },
    { kind: "area", address: "areas/1/", number: "1", title: "农村信息基础设施" },
  ],
};
const ENGLISH = {
  locale: "en",
  first: true,
  stops: ["how", "the"],
  same: { loudspeaker: ["broadcasting"], "health care": ["medicine"] },
  records: [
    {
      kind: "task",
      address: "tasks/01/",
      number: "1",
      title: "Improve rural emergency broadcasting",
      clauses: ["Build emergency broadcasting terminals.", "Improve services."],
    },
    {
      kind: "task",
      address: "tasks/02/",
      number: "2",
      title: "Build rural roads",
      clauses: ["Digitize the villages' roads.", "Bring telemedicine to villages."],
    },
    {
      kind: "task",
      address: "tasks/17/",
      number: "17",
      title: "Grow forestry and medicine",
      clauses: ["Protect forests with 5G.", "Rural policy on broadband."],
    },
    {
      kind: "page",
      address: "about/",
      title: "About",
      pieces: [
        ["#who", "Who broadcasts what?"],
        ["", "Nothing else."],
      ],
    },
  ],
};
const REST = {
  locale: "zh",
  records: [{ kind: "agency", address: "agencies/office/", title: "应急广播局", pieces: [["#a", "应急广播应急广播"]] }],
};

function makeEngine(...parts) {
  const engine = loadScripts("engine.js").policySearch;
  for (const part of parts) engine.add(part);
  return engine;
}

function addresses(engine, query, locale = "zh") {
  return engine.search(query, locale).hits.map((hit) => hit.record.address);
}

function first(engine, query, locale) {
  return addresses(engine, query, locale)[0];
}

function variantsOf(engine, query) {
  return engine.search(query, "zh").terms.flatMap((term) => term.variants.map((variant) => variant.text));
}

// --- what a query finds

test("a phrase finds what contains it unbroken before what contains its words apart", () => {
  const engine = makeEngine(CHINESE);
  const { hits } = engine.search("应急广播终端", "zh");
  assert.equal(hits[0].record.address, "tasks/01/");
  assert.equal(hits[0].quote.text, "建设应急广播终端。");
  assert.deepEqual(addresses(engine, "应急广播").slice(0, 2), ["glossary/#broadcast", "tasks/01/"]);
});

test("a title weighs more than a text, and one that is the whole query most", () => {
  const engine = makeEngine({
    locale: "en",
    first: true,
    records: [
      { kind: "task", address: "text/", number: "1", title: "Nothing", clauses: ["cold chain"] },
      { kind: "task", address: "part/", number: "2", title: "The cold chain of a village" },
      { kind: "task", address: "whole/", number: "3", title: "Cold chain" },
      { kind: "task", address: "other/", number: "4", title: "Roads", clauses: ["roads", "more roads", "and more"] },
    ],
  });
  assert.deepEqual(addresses(engine, "cold chain", "en"), ["whole/", "part/", "text/"]);
});

test("a query in Traditional script, in capitals or in full width finds the same", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  assert.deepEqual(addresses(engine, "應急廣播"), addresses(engine, "应急广播"));
  assert.deepEqual(addresses(engine, "ＲＵＲＡＬ Roads", "en"), addresses(engine, "rural roads", "en"));
});

test("what was added before the tables is folded by them too", () => {
  const traditional = { ...CHINESE, locale: "zh-Hant", records: [{ kind: "term", address: "x/", title: "農業" }] };
  const { fold, ...tables } = traditional;
  const engine = makeEngine({ ...tables, same: {} }, { ...CHINESE, fold });
  assert.equal(first(engine, "农业"), "x/");
});

test("a record keeps what only one of the parts says of it", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  assert.equal(engine.getRecord("tasks/01/").area, "areas/1/");
  assert.equal(engine.getRecord("about/").kind, "page");
});

test("hits say in which passage of which locale they match", () => {
  const { hits, clauses } = makeEngine(CHINESE, ENGLISH).search("terminals", "en");
  assert.equal(hits[0].passage.text, "Build emergency broadcasting terminals.");
  assert.equal(hits[0].passage.anchor, "#c-1-1");
  assert.equal(hits[0].record.titles.get("zh"), "完善农村应急广播体系");
  assert.deepEqual(
    clauses.map((hit) => hit.passage.label),
    ["1.1"]
  );
});

test("an address without a clause's anchor is that of a piece of a page", () => {
  const { hits } = makeEngine(ENGLISH).search("who broadcasts", "en");
  assert.equal(hits[0].record.address, "about/");
  assert.equal(hits[0].quote.anchor, "#who");
});

test("hits that score far below the best of their kind are dropped", () => {
  const engine = makeEngine(CHINESE);
  assert.ok(addresses(engine, "广播").includes("tasks/17/"));
  assert.ok(!addresses(engine, "农村应急广播体系").includes("tasks/17/"));
});

test("parts that follow leave the scores of the others as they were", () => {
  const scores = (engine) => engine.search("应急广播", "zh").hits.map((hit) => [hit.record.address, hit.score]);
  const [before, after] = [scores(makeEngine(CHINESE)), scores(makeEngine(CHINESE, REST))];
  assert.deepEqual(
    after.filter(([address]) => address !== "agencies/office/"),
    before
  );
  assert.equal(after.length, before.length + 1);
});

// --- scores

// An index of English passages, each of a record of its own unless several are given together.
function makeEnglish(...records) {
  const engine = loadScripts("engine.js").policySearch;
  const entries = records.map((clauses, i) => ({ kind: "task", address: `${i}/`, number: "", title: "", clauses }));
  engine.add({ locale: "en", first: true, records: entries });
  return engine;
}

function scoreOf(engine, query, address) {
  return engine.search(query, "en").hits.find((hit) => hit.record.address === address).score;
}

test("a passage scores the inverse document frequencies of the tokens that it shares with the query", () => {
  const engine = makeEnglish(["alpha one"], ["beta two"], ["beta three"], ["four"]);
  const [all, alpha, beta] = [8, 1, 2]; // passages; each record has an empty title too
  const union = 1.5; // the only passage has the best scores for each term as well
  const close = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} ${b}`);
  close(scoreOf(engine, "alpha zzzz", "0/"), union * Math.log(all / alpha));
  close(scoreOf(engine, "beta zzzz", "1/"), union * Math.log(all / beta));
});

test("a record scores what its best passage does, and shares of what the others do", () => {
  const engine = makeEnglish(["alpha", "beta", "alpha gap beta", "alpha gap beta"], ["four"], ["five"], ["six"]);
  const passages = 11;
  const [alpha, beta] = [Math.log(passages / 3), Math.log(passages / 3)];
  const best = alpha + beta;
  const score = best + 0.5 * (alpha + beta) + 0.1 * (alpha + beta + best);
  assert.ok(Math.abs(scoreOf(engine, "alpha beta", "0/") - score) < 1e-9);
});

test("a title is boosted, the whole query more, and by the share of the title that it is", () => {
  const make = (title, clauses) => ({ kind: "task", address: `${title}/`, number: "", title, clauses });
  const engine = loadScripts("engine.js").policySearch;
  engine.add({
    locale: "en",
    first: true,
    records: [make("zeta abcdefghi", ["one"]), make("other", ["the gamma", "two"])],
  });
  const rare = Math.log(5);
  const title = engine.search("zeta", "en").hits[0].score;
  assert.ok(Math.abs(title - 1.6 * rare * (1.5 + (1.5 * 4) / 14 + 0.5)) < 1e-9);
  const passage = engine.search("gamma", "en").hits[0].score;
  assert.ok(Math.abs(passage - rare * (1.5 + 0.5)) < 1e-9);
});

test("a token that no first part contains counts as rarer than any that one does", () => {
  const engine = makeEnglish(["alpha"], ["beta"]);
  engine.add({ locale: "en", records: [{ kind: "page", address: "p/", title: "", pieces: [["", "gamma delta"]] }] });
  const { score } = engine.search("gamma zzzz", "en").hits[0];
  assert.ok(Math.abs(score - 1.5 * Math.log(4 / 0.5)) < 1e-9);
});

test("hits of a third of the best score are dropped, and those of half of it stay", () => {
  const engine = makeEnglish(["alpha gap beta gap gamma"], ["alpha"], ["beta gap gamma"]);
  assert.deepEqual(addresses(engine, "alpha beta gamma", "en"), ["0/", "2/"]);
});

// --- expansion

test("synonyms are found, and weigh less than what was typed", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  assert.equal(first(engine, "大喇叭"), "glossary/#broadcast");
  assert.equal(first(engine, "loudspeaker", "en"), "tasks/01/");
  assert.equal(first(engine, "health care", "en"), "tasks/17/");
  const [term] = engine.search("修路", "zh").terms;
  assert.deepEqual(
    term.variants.map((variant) => [variant.text, variant.weight]),
    [
      ["修路", 1],
      ["农村公路", 0.8],
    ]
  );
});

test("fillers are dropped where a query says anything else", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  assert.deepEqual(
    engine.search("怎么修路", "zh").terms.map((term) => term.text),
    ["修路"]
  );
  assert.deepEqual(
    engine.search("how the roads", "en").terms.map((term) => term.text),
    ["roads"]
  );
  assert.deepEqual(
    engine.search("how", "en").terms.map((term) => term.text),
    ["how"]
  );
});

test("pinyin finds Chinese: whole syllables, spaced or not, an unfinished one, or initials", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  for (const query of ["yingjiguangbo", "ying ji guang bo", "yingji guangbo", "yingjiguangb", "yjgb"]) {
    assert.ok(variantsOf(engine, query).includes("应急广播"), query);
    assert.equal(engine.search(query, "zh").suggestion, "应急广播", query);
  }
});

test("every kind of variant has its weight", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  const weigh = (query, variant) => {
    const found = engine
      .search(query, "zh")
      .terms.flatMap((term) => term.variants)
      .find(({ text }) => text === variant);
    return found && found.weight;
  };
  const cases = [
    ["应急广播", "应急广播", 1],
    ["大喇叭", "应急广播", 0.8],
    ["应机广播", "应急广播", 0.8],
    ["机广", "急广", 0.6],
    ["应急的广播", "应急广播", 0.7],
    ["农应播", "农村应急广播", 0.6],
    ["东西南北", "西", 0.5],
    ["yingjiguangbo", "应急广播", 0.9],
    ["yjgb", "应急广播", 0.7],
    ["forest", "forests", 0.95],
    ["tele", "telemedicine", 0.75],
    ["gfm", "grow forestry and medicine", 0.9],
    ["brodcasting", "broadcasting", 0.75],
    ["brodcastin", "broadcasting", 0.6],
    ["ruralroads", "rural roads", 0.95],
  ];
  for (const [query, variant, weight] of cases) {
    const found = weigh(query, variant);
    assert.ok(found !== undefined && Math.abs(found - weight) < 1e-9, `${query} ${variant}: ${found}`);
  }
});

test("of initials the phrases that stand in the texts more often are likelier", () => {
  const title = (name, i) => ({ kind: "term", address: `${i}/`, title: name });
  const engine = makeEngine({ ...CHINESE, records: ["农村业", "农村业", "农村应"].map(title) });
  const [term] = engine.search("ncy", "zh").terms;
  assert.deepEqual(
    term.variants.map(({ text, weight }) => [text, weight]),
    [
      ["农村业", 0.7],
      ["农村应", 0.35],
    ]
  );
});

test("the table of sounds spells common characters in their standard's order, a first letter where it changes", () => {
  const engine = makeEngine({
    ...CHINESE,
    sounds: { runs: "A2i13n9ng3o9Ba18ai8", more: { wu: "昂" } },
    records: ["阿哀", "安昂", "芭爸", "白百"].map((title, i) => ({ kind: "term", address: `${i}/`, title })),
  });
  for (const [query, meant] of Object.entries({
    aai: "阿哀",
    anang: "安昂",
    anwu: "安昂",
    baba: "芭爸",
    baibai: "白百",
  })) {
    assert.ok(variantsOf(engine, query).includes(meant), query);
  }
  assert.ok(!variantsOf(engine, "baba").includes("白百"));
});

test("a part of a phrase that sounds like something in the texts finds it", () => {
  const engine = makeEngine(CHINESE);
  assert.equal(engine.search("查看应机广波", "zh").suggestion, "查看应急广播");
  assert.ok(addresses(engine, "查看应机广波").includes("glossary/#broadcast"));
});

test("homophones and slips find what was meant, and suggest it", () => {
  const engine = makeEngine(CHINESE);
  for (const query of ["应机广播", "应急广波", "应急的广播", "应急播", "应广急播"]) {
    assert.equal(engine.search(query, "zh").suggestion, "应急广播", query);
    assert.equal(first(engine, query), "glossary/#broadcast", query);
  }
});

test("an abbreviation finds the title whose characters it consists of", () => {
  assert.ok(variantsOf(makeEngine(CHINESE), "农应播").includes("农村应急广播"));
  assert.ok(variantsOf(makeEngine(ENGLISH), "gfm").includes("grow forestry and medicine"));
});

test("other forms of a word, longer words, and words written apart are found", () => {
  const engine = makeEngine(ENGLISH);
  assert.ok(variantsOf(engine, "forest").includes("forests"));
  assert.ok(variantsOf(engine, "tele").includes("telemedicine"));
  assert.ok(variantsOf(engine, "ruralroads").includes("rural roads"));
  assert.deepEqual(
    engine.search("tele medicine", "en").terms.map((term) => term.text),
    ["telemedicine"]
  );
});

test("a misspelt word finds the nearest ones, and suggests the likeliest", () => {
  const engine = makeEngine(ENGLISH);
  for (const [typed, meant] of Object.entries({ brodcasting: "broadcasting", raod: "road", emergnecy: "emergency" })) {
    const result = engine.search(typed, "en");
    assert.ok(result.suggestion.startsWith(meant), `${typed}: ${result.suggestion}`);
    assert.ok(result.hits.length > 0);
  }
  assert.equal(engine.search("xylophone", "en").suggestion, "");
  assert.deepEqual(addresses(engine, "xylophone", "en"), []);
});

test("one edit is forgiven in up to seven letters, two in more, and of four letters only a swap", () => {
  const engine = makeEngine(ENGLISH);
  const cases = { rurla: "rural", ruxxl: "", emxrgxncy: "emergency", emxxgxncy: "", gorw: "Grow", grxw: "", gwor: "" };
  for (const [typed, meant] of Object.entries(cases)) {
    assert.equal(engine.search(typed, "en").suggestion, meant, typed);
  }
});

test("a suggestion is written as the texts of the locale write it", () => {
  const engine = makeEngine(CHINESE, {
    ...CHINESE,
    locale: "zh-Hant",
    records: [{ kind: "term", address: "x/", title: "應急廣播" }],
  });
  assert.equal(engine.search("yingjiguangbo", "zh-Hant").suggestion, "應急廣播");
  assert.equal(engine.search("yingjiguangbo 公路", "zh").suggestion, "应急广播公路");
});

// --- numbers

test("a number finds what bears it before everything else", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  for (const query of ["17", "第十七项", "任务17", "017", "no. 17"]) {
    assert.equal(first(engine, query), "tasks/17/", query);
  }
  assert.deepEqual(addresses(engine, "任务17"), ["tasks/17/"]);
  assert.equal(engine.search("17.2", "zh").clauses[0].passage.text, "应急处置，广播宣传。");
  assert.deepEqual(addresses(engine, "1").slice(0, 2).sort(), ["areas/1/", "tasks/01/"]);
});

test("a number within a word or a longer number asks for nothing", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  assert.deepEqual(addresses(engine, "x17y", "en"), []);
  assert.deepEqual(addresses(engine, "1717", "en"), []);
});

// --- whatever is typed

test("names that every object knows are words like others", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  for (const query of ["constructor", "__proto__", "toString", "hasOwnProperty valueOf", "constructor 17x"]) {
    const { hits, suggestion } = engine.search(query, "en");
    assert.deepEqual([hits.length, suggestion], [0, ""], query);
    assert.equal(typeof engine.knows(query), "boolean", query);
  }
  assert.equal(engine.getRecord("constructor"), undefined);
});

test("only so much of a query is read", () => {
  const engine = makeEngine(CHINESE);
  assert.equal(
    engine.search("啊".repeat(5000), "zh").terms.reduce((sum, term) => sum + term.text.length, 0),
    100
  );
  assert.deepEqual(addresses(engine, `${" ".repeat(100)}应急广播`), []);
});

test("nothing finds nothing", () => {
  for (const query of ["", "  ", "，。！"]) {
    assert.deepEqual(makeEngine(CHINESE).search(query, "zh"), { terms: [], hits: [], clauses: [], suggestion: "" });
  }
  assert.deepEqual(makeEngine().search("应急广播", "zh").hits, []);
});

// --- for the page

test("the parts that are loaded know a query when they know each of its words, if only misspelt", () => {
  const [chinese, both] = [makeEngine(CHINESE), makeEngine(CHINESE, ENGLISH)];
  for (const query of ["应急广播", "随便什么", "17", "a"]) assert.equal(Boolean(chinese.knows(query)), true, query);
  for (const query of ["broadcasting", "应急 broadcasting"]) {
    assert.equal(Boolean(chinese.knows(query)), false, query);
    assert.equal(Boolean(both.knows(query)), true, query);
  }
  assert.equal(Boolean(both.knows("brodcasting")), true);
  assert.equal(Boolean(both.knows("xylophone")), false);
  assert.equal(Boolean(makeEngine(ENGLISH).knows("应急广播")), false);
});

test("matches are highlighted, of a partial match only what is telling", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  const marked = (query, source) => {
    const { terms } = engine.search(query, "zh");
    return engine.highlight(source, terms).map(([start, end]) => source.slice(start, end));
  };
  assert.deepEqual(marked("應急廣播", "完善农村应急广播体系"), ["应急广播"]);
  assert.deepEqual(marked("大喇叭", "建设应急广播终端。"), ["应急广播"]);
  assert.deepEqual(marked("roads", "Build rural Roads, crossroads"), ["Roads"]);
  assert.deepEqual(marked("应急终端", "建设应急广播终端。"), ["应急", "终端"]);
  assert.deepEqual(marked("xylophone", "Build rural roads"), []);
});

test("a passage is translated by its anchor", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  const { passage } = engine.search("terminals", "en").hits[0];
  assert.equal(engine.translate(passage, "zh").text, "建设应急广播终端。");
  assert.equal(engine.translate(passage, "zh-Hant"), null);
  const title = engine.search("emergency broadcasting", "en").hits[0].passage;
  assert.ok(title.isTitle);
  assert.equal(engine.translate(title, "zh"), null);
});

test("words that no text contains are told as they were typed", () => {
  const engine = makeEngine(CHINESE, ENGLISH);
  assert.deepEqual(engine.findLacking("大喇叭"), ["大喇叭"]);
  assert.deepEqual(engine.findLacking("應急廣播"), []); // another script is no other word
  assert.deepEqual(engine.findLacking("17"), []);
  assert.deepEqual(engine.findLacking("nong cun"), []); // pinyin is what it spells
});
