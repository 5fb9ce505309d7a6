"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");

const { loadScripts } = require("./load.js");

const text = loadScripts("text.js").searchText;
const NONE = new Map();

// Letters at random, always the same ones.
function* drawWords(count) {
  let state = 1;
  const draw = (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  for (let i = 0; i < count; i++) yield Array.from({ length: 1 + draw(7) }, () => "abcd"[draw(4)]).join("");
}

// --- own values

test("what a prototype has is no value of an object", () => {
  assert.equal(text.getOwnValue({ task: "Tasks" }, "task"), "Tasks");
  for (const key of ["constructor", "toString", "hasOwnProperty", "__proto__", "valueOf"]) {
    assert.equal(text.getOwnValue({ task: "Tasks" }, key), undefined);
  }
});

// --- folding

test("texts are folded to lower case, half width, and letters without accents", () => {
  assert.equal(text.fold("Éléments ＡＩ　５Ｇ", NONE), "elements ai 5g");
  assert.equal(text.fold("nǚ xìng", NONE), "nv xing");
  assert.equal(text.fold("İstanbul", NONE), "istanbul");
});

test("variants of characters are folded to the one that is given for them", () => {
  assert.equal(
    text.fold(
      "應急廣播",
      new Map([
        ["應", "应"],
        ["廣", "广"],
      ])
    ),
    "应急广播"
  );
});

test("punctuation leaves a space between words and a line break where no phrase reaches across", () => {
  assert.equal(text.fold("  cold-chain, logistics ", NONE), "cold chain\nlogistics");
  assert.equal(text.fold("“一张图”、5G 网络。", NONE), "一张图\n5g网络");
  assert.equal(text.fold("!?", NONE), "");
});

test("each folded character knows its offset in the text", () => {
  const source = "Ａb—「農」, cd";
  const offsets = [];
  const folded = text.fold(source, new Map([["農", "农"]]), offsets);
  assert.equal(folded, "ab农\ncd");
  assert.equal(offsets.length, folded.length);
  assert.deepEqual(
    [...folded].map((_, i) => source[offsets[i]]),
    ["Ａ", "b", "農", "c", "c", "d"]
  );
});

// --- tokens

test("a text is indexed by words, characters and pairs of characters", () => {
  assert.deepEqual(text.tokenizeText("5g网络 ok"), ["5g", "网", "络", "网络", "ok"]);
});

test("a query is matched by words and pairs, each once, and by a character only where it is alone", () => {
  assert.deepEqual(text.tokenizeQuery("农业农业 a 图"), ["农业", "业农", "a", "图"]);
});

test("a phrase is contained where it stands unbroken and words are whole", () => {
  assert.ok(text.containsPhrase("cold chain\nlogistics", "cold chain"));
  assert.ok(text.containsPhrase("scold cold", "cold"));
  assert.ok(text.containsPhrase("用5g网", "5g"));
  assert.ok(!text.containsPhrase("scold colder", "cold"));
  assert.ok(!text.containsPhrase("cold chain\nlogistics", "chain logistics"));
  assert.ok(!text.containsPhrase("cold", ""));
});

// --- spelling

test("the words of a family have one root", () => {
  const families = ["access accessible accessibility", "company companies", "educate education educational educator"];
  for (const family of [...families, "employ employer employment", "insure insurance", "digital digitalization"]) {
    const roots = family.split(" ").map(text.findRoot);
    assert.equal(new Set(roots).size, 1, roots.join());
  }
  for (const word of ["ring", "sale", "idea"]) assert.equal(text.findRoot(word), word);
});

test("a stem is a word without its commonest endings", () => {
  const stems = { cities: "city", villages: "village", access: "access", gas: "gas", farming: "farm", ring: "ring" };
  for (const [word, stem] of Object.entries(stems)) assert.equal(text.stem(word), stem);
});

test("masks of words differ in as many letters as only one of them has", () => {
  const distance = (a, b) => text.compareMasks(text.maskLetters(a), text.maskLetters(b));
  assert.equal(distance("broad", "board"), 0);
  assert.equal(distance("cold", "could"), 1);
  assert.equal(distance("cold", "bold"), 2);
});

test("the edit distance counts replaced, missing, added and swapped letters", () => {
  const cases = [
    ["cold", "cold", 0],
    ["cold", "bold", 1],
    ["cold", "cod", 1],
    ["cold", "colds", 1],
    ["broad", "borad", 1],
    ["kitten", "sitting", 3],
    ["", "abc", 3],
    ["ca", "abc", 3], // a swap, then no edit between the two
  ];
  for (const [a, b, distance] of cases) assert.equal(text.editDistance(a, b, 9), distance, `${a} ${b}`);
});

test("the edit distance is the same both ways, and beyond the limit only known to be beyond it", () => {
  const words = [...drawWords(40)];
  for (const a of words) {
    for (const b of words) {
      const distance = text.editDistance(a, b, 99);
      assert.equal(text.editDistance(b, a, 99), distance);
      assert.equal(distance === 0, a === b);
      const limited = text.editDistance(a, b, 1);
      assert.equal(distance <= 1 ? limited : limited > 1, distance <= 1 ? distance : true, `${a} ${b}`);
    }
  }
});

test("the edit distance of a word is at least half of what its mask differs by", () => {
  const words = [...drawWords(40)];
  for (const a of words) {
    for (const b of words) {
      const differ = text.compareMasks(text.maskLetters(a), text.maskLetters(b));
      assert.ok(differ <= 2 * text.editDistance(a, b, 99), `${a} ${b}`);
    }
  }
});

test("completions are the longer words that begin so", () => {
  const sorted = ["farm", "farmer", "farming", "farms", "fast", "village"];
  assert.deepEqual(text.findByPrefix(sorted, "farm"), ["farmer", "farming", "farms"]);
  assert.deepEqual(text.findByPrefix(sorted, "a"), []);
  assert.deepEqual(text.findByPrefix(sorted, "villages"), []);
  assert.deepEqual(text.findByPrefix([], "a"), []);
});

test("one slip in a Chinese phrase is matched, two are not", () => {
  const pattern = new RegExp(`^(?:${text.makeSlipPattern("应急广播")})$`);
  for (const phrase of ["应急广波", "应急播", "应急的广播", "应广急播", "急广播"]) assert.match(phrase, pattern);
  for (const phrase of ["应急", "应及广波", "广播应急"]) assert.doesNotMatch(phrase, pattern);
});

test("both ends of a short Chinese phrase must be right", () => {
  const pattern = new RegExp(`^(?:${text.makeSlipPattern("一张图")})$`);
  for (const phrase of ["一章图", "一大张图", "一图张"]) assert.match(phrase, pattern);
  for (const phrase of ["一张纸", "张图", "一图"]) assert.doesNotMatch(phrase, pattern);
});

test("matches are counted, overlapping ones too, and the most frequent come first", () => {
  assert.deepEqual(text.countMatches("a[bc]", "ab ac ac", 3), [
    ["ac", 2],
    ["ab", 1],
  ]);
  assert.deepEqual(text.countMatches("aa", "aaa", 3), [["aa", 2]]);
  assert.deepEqual(text.countMatches("[abc]", "abc", 2).length, 2);
});

// --- pinyin

test("a blurred syllable is how southern speakers may hear it", () => {
  const heard = { zhong: "zong", chi: "ci", nan: "lan", liang: "lian", jing: "jin", peng: "pen", dong: "dong" };
  for (const [syllable, blurred] of Object.entries(heard)) assert.equal(text.blurSyllable(syllable), blurred);
});

test("letters are split into syllables, the last of which may be unfinished", () => {
  const isSyllable = (token) => ["xi", "an", "xian", "nong", "cun"].includes(token);
  assert.deepEqual(text.splitPinyin("xian", isSyllable, false), [["xian"], ["xi", "an"]]);
  assert.deepEqual(text.splitPinyin("nongcu", isSyllable, false), [["nong", "cu"]]);
  assert.deepEqual(text.splitPinyin("cuxian", isSyllable, false), []);
});

test("letters are split into syllables and initials", () => {
  const isSyllable = (token) => token === "nong";
  assert.deepEqual(text.splitPinyin("nongczh", isSyllable, true), [
    ["nong", "c", "zh"],
    ["nong", "c", "z", "h"],
  ]);
  assert.deepEqual(text.splitPinyin("nongi", isSyllable, true), []);
});

test("of many ways to split letters only so many are tried", () => {
  const isSyllable = (token) => token.length < 3;
  assert.equal(text.splitPinyin("a".repeat(100), isSyllable, false).length, 16);
  assert.deepEqual(
    text.splitPinyin(`${"a".repeat(99)}!`, (token) => /^a{1,2}$/.test(token), true),
    []
  );
});

test("whole syllables and initials may be pinyin, English words mostly not", () => {
  for (const query of ["yingji guangbo", "nv", "llwl", "xi an"]) assert.ok(text.mayBePinyin(query), query);
  for (const query of ["cold chain", "broadcast", "agriculture"]) assert.ok(!text.mayBePinyin(query), query);
});

// --- numbers

test("Chinese numerals have their value", () => {
  const values = { 一: 1, 十: 10, 十七: 17, 二十: 20, 二十一: 21, 一百: 100, 一百零三: 103, 九百九十九: 999 };
  for (const [numeral, value] of Object.entries(values)) assert.equal(text.parseChineseNumber(numeral), value, numeral);
});

// --- highlighting

test("ranges are where phrases stand in the text, those that touch merged", () => {
  const find = (source, phrases) => {
    const offsets = [];
    const folded = text.fold(source, NONE, offsets);
    return text.findRanges(phrases, folded, offsets).map(([start, end]) => source.slice(start, end));
  };
  assert.deepEqual(find("应急广播，广播", ["应急", "广播"]), ["应急广播", "广播"]);
  assert.deepEqual(find("Cold chain, scold", ["cold"]), ["Cold"]);
  assert.deepEqual(find("Cold – Chain", ["cold chain"]), ["Cold – Chain"]);
  assert.deepEqual(find("农业", ["", "林业"]), []);
});

test("a text that is hardly longer than an excerpt is quoted whole", () => {
  assert.deepEqual(text.cutExcerpt("农".repeat(12), [], 10), [0, 12]);
  assert.deepEqual(text.cutExcerpt("a ".repeat(12), [], 10), [0, 24]);
  assert.deepEqual(text.cutExcerpt("农".repeat(999), [], Infinity), [0, 999]);
});

test("an excerpt surrounds the first match", () => {
  const source = "农".repeat(100);
  assert.deepEqual(text.cutExcerpt(source, [], 20), [0, 20]);
  assert.deepEqual(text.cutExcerpt("a ".repeat(50), [], 10), [0, 21]);
  assert.deepEqual(text.cutExcerpt(source, [[50, 52]], 20), [45, 65]);
  assert.deepEqual(text.cutExcerpt(source, [[98, 100]], 20), [80, 100]);
});

test("an excerpt begins and ends with whole words", () => {
  const source = "09AZaz7 ".repeat(20);
  for (let at = 0; at < 160; at += 8) {
    const [start, end] = text.cutExcerpt(source, [[at, at + 7]], 15);
    assert.match(` ${source.slice(start, end)} `, /^ +(09AZaz7 +)+$/);
    assert.ok(start <= at && at + 7 <= end);
  }
});

// --- interface strings

test("placeholders are filled, once, and only with the values that are given", () => {
  assert.equal(text.fillTemplate("{n} of {n}: {query}", { n: 2, query: "{n}" }), "2 of 2: {n}");
  assert.equal(text.fillTemplate("{constructor} {other}", { n: 2 }), "{constructor} {other}");
});
