// The search engine. It knows nothing of the page: parts of the index are added, a query comes in, ranked
// records come out.
//
// 1. Texts and queries are brought into one plain form (`plain`): lower case, half width, Simplified script,
//    no punctuation.
// 2. A query is cut into terms. A term that does not stand in the texts as typed is widened to wordings
//    that do (`widen`): synonyms, pinyin, words that sound alike, abbreviations, misspelt words. From there
//    on all are the same thing: a wording, with a factor that says how far it is what was asked for. Words of
//    which sentences are made (怎么, how) are left out where anything else is said.
// 3. A passage (a title, a clause) earns, for each term, the rarity of the words and pairs of Han characters
//    that it shares with the term's best wording. Pairs that cross word borders are counted too, so an
//    unbroken phrase always earns more than its words apart. Titles weigh more than text.
// 4. A record earns what its best passage earns, half of what its passages can earn together, term by term, and
//    a tenth of what the others earn.
(function (root) {
  "use strict";

  var LIMIT = 100; // characters of a query that are read
  var HAN = "\\u3400-\\u9fff";
  var isHan = new RegExp("[" + HAN + "]");
  var runs = new RegExp("[" + HAN + "]+|[a-z0-9]+", "g");
  var STOPS = "\n,;:!?()。、"; // no phrase reaches across these
  var TITLE = 1.6; // how much more a title weighs than a text
  var PHRASE = 1.5; // the whole query stands there unbroken
  var NAME = 3; // the whole query is the title; between the two, by the share of the title that it is
  var ENOUGH = 0.35; // of what the best of its kind earns; what earns less is not shown

  var fold = {}; // Traditional and variant characters -> the ones that texts are compared in
  var same = {}; // wording -> wordings that mean the same
  var numbers = {}; // words around a number -> the kind that they name, or ""
  var stops = {}; // words of which sentences are made
  var spelling = { runs: "", more: {} }; // see listen()
  var readings = null; // character -> syllables
  var parts, records, passages, postings, rarities, counts, stems, texts;

  function empty() {
    parts = [];
    records = new Map(); // by address
    passages = []; // {record, text, plain, han, title, anchor, label, locale, first}
    postings = new Map(); // word or Han character or pair of them -> numbers of passages
    rarities = new Map();
    counts = { han: 0, latin: 0 }; // passages in the parts that are loaded first
    stems = new Map(); // stem -> words
    texts = {}; // what is made of all texts when it is needed
  }
  empty();

  // --- the plain form

  // `places`, where given, is filled with the place in `text` of each character of the result.
  function plain(text, places) {
    var out = "";
    var gap = "";
    var word = false;
    for (var i = 0; i < text.length; i++) {
      var code = text.charCodeAt(i);
      var c = text.charAt(i);
      var han = code >= 0x3400 && code <= 0x9fff;
      if (han) c = fold[c] || c;
      else {
        if (code > 0xff00 && code < 0xff5f) c = String.fromCharCode(code - 0xfee0);
        else if ("üǖǘǚǜÜ".indexOf(c) >= 0) c = "v"; // as pinyin is typed
        else if (code > 0xbf && code < 0x250) c = c.normalize("NFD").charAt(0);
        c = c.toLowerCase().charAt(0);
        if (!((c >= "a" && c <= "z") || (c >= "0" && c <= "9"))) {
          gap = gap === "\n" || STOPS.indexOf(c) >= 0 ? "\n" : " ";
          continue;
        }
      }
      if (out && gap === "\n") add("\n", i);
      else if (gap && word && !han) add(" ", i);
      add(c, i);
      gap = "";
      word = !han;
    }
    return out;

    function add(character, place) {
      out += character;
      if (places) places.push(place);
    }
  }

  // The words, Han characters and pairs of Han characters of a plain text.
  function units(text, each) {
    (text.match(runs) || []).forEach(function (run) {
      if (!isHan.test(run)) return each(run);
      for (var i = 0; i < run.length; i++) {
        each(run.charAt(i));
        if (i) each(run.substr(i - 1, 2));
      }
    });
  }

  // The units that a wording is matched by: words and pairs, a character only where it stands alone.
  function keys(text) {
    var found = [];
    (text.match(runs) || []).forEach(function (run) {
      if (!isHan.test(run) || run.length === 1) return found.push(run);
      for (var i = 1; i < run.length; i++) found.push(run.substr(i - 1, 2));
    });
    return found.filter(function (key, i) {
      return found.indexOf(key) === i;
    });
  }

  // --- the index

  function add(part) {
    for (var word in part.same || {}) same[word] = meanings(word).concat(part.same[word]);
    copy(part.numbers, numbers);
    (part.stops || []).forEach(function (word) {
      stops[word] = true;
    });
    if (part.fold) {
      for (var i = 0; i < part.fold[0].length; i++) fold[part.fold[0].charAt(i)] = part.fold[1].charAt(i);
      spelling = part.sounds;
      readings = null;
      // What is there already was not folded.
      var before = parts;
      empty();
      before.forEach(put);
    }
    put(part);
  }

  function put(part) {
    parts.push(part);
    part.records.forEach(function (item) {
      var record = records.get(item.address);
      if (!record) {
        record = { kind: item.kind, address: item.address, number: item.number || "", titles: {} };
        record.order = records.size;
        records.set(item.address, record);
      }
      record.area = item.area || record.area;
      record.status = item.status || record.status;
      record.agencies = item.agencies || record.agencies;
      if (!record.titles[part.locale]) passage(part, record, item.title, true, "", "");
      record.titles[part.locale] = item.title;
      (item.names || []).forEach(function (name) {
        passage(part, record, name, true, "", "");
      });
      (item.clauses || []).forEach(function (text, i) {
        passage(part, record, text, false, "#c-" + record.number + "-" + (i + 1), record.number + "." + (i + 1));
      });
      (item.pieces || []).forEach(function (piece) {
        passage(part, record, piece[1], false, piece[0], "");
      });
    });
    texts = {};
    rarities.clear();
  }

  function copy(from, to) {
    for (var key in from || {}) to[key] = from[key];
  }

  function passage(part, record, text, title, anchor, label) {
    var number = passages.length;
    var form = plain(text);
    var first = part.first || false;
    var han = isHan.test(form);
    passages.push({
      record: record,
      text: text,
      plain: form,
      han: han,
      title: title,
      anchor: anchor,
      label: label,
      locale: part.locale,
      first: first,
    });
    if (first) counts[han ? "han" : "latin"]++;
    units(form, function (unit) {
      var list = postings.get(unit);
      if (!list) {
        postings.set(unit, (list = []));
        if (/^[a-z]/.test(unit)) stems.set(stem(unit), (stems.get(stem(unit)) || []).concat(unit));
      }
      if (list[list.length - 1] !== number) list.push(number);
    });
  }

  // How much it says that a passage holds a unit: the logarithm of passages in all to passages with it.
  // Counted in the parts that are loaded first, so that the ranking stays when the others arrive.
  function rarity(unit) {
    var known = rarities.get(unit);
    if (known === undefined) {
      var holding = { han: 0, latin: 0 };
      (postings.get(unit) || []).forEach(function (number) {
        if (passages[number].first) holding[passages[number].han ? "han" : "latin"]++;
      });
      // A word such as 5G stands in texts of both scripts: it is weighed among those of its own if it can be.
      var script = isHan.test(unit) || (holding.han && !holding.latin) ? "han" : "latin";
      known = Math.max(0.05, Math.log(Math.max(2, counts[script]) / (holding[script] || 0.5)));
      rarities.set(unit, known);
    }
    return known;
  }

  function worth(text) {
    return keys(text).reduce(function (sum, key) {
      return sum + (postings.has(key) ? rarity(key) : 0);
    }, 0);
  }

  // Whether a wording stands unbroken in a plain text; words are matched whole.
  function stands(text, wording) {
    for (var at = text.indexOf(wording); at >= 0; at = text.indexOf(wording, at + 1)) {
      if (edge(text, at) && edge(text, at + wording.length)) return true;
    }
    return false;
  }

  function edge(text, at) {
    return !(/[a-z0-9]/.test(text.charAt(at - 1)) && /[a-z0-9]/.test(text.charAt(at)));
  }

  // The numbers of the passages in which a wording stands unbroken.
  function holders(wording) {
    var lists = keys(wording).map(function (key) {
      return postings.get(key) || [];
    });
    lists.sort(function (a, b) {
      return a.length - b.length;
    });
    return (lists[0] || []).filter(function (number) {
      return stands(passages[number].plain, wording);
    });
  }

  // All plain texts of a script, or of its titles only, one under the other.
  function joined(han, titles) {
    var name = (han ? "han" : "latin") + (titles ? " titles" : "");
    if (!texts[name]) {
      texts[name] = passages
        .filter(function (one) {
          return one.han === han && (one.title || !titles);
        })
        .map(function (one) {
          return one.plain;
        })
        .join("\n");
    }
    return texts[name];
  }

  // What an expression finds in a text, the most frequent first: [[wording, how often], …].
  function found(expression, text, most) {
    var seen = new Map();
    var finder = new RegExp(expression, "g");
    for (var match = finder.exec(text); match; match = finder.exec(text)) {
      seen.set(match[0], (seen.get(match[0]) || 0) + 1);
      finder.lastIndex = match.index + 1;
    }
    return Array.from(seen)
      .sort(function (a, b) {
        return b[1] - a[1];
      })
      .slice(0, most);
  }

  // --- sounds

  // The table of sounds gives runs of syllables over the 3,755 commonest characters in the order of GB 2312,
  // which is that of pinyin; every browser has that order within.
  function listen() {
    if (readings) return readings;
    readings = new Map();
    var bytes = [];
    for (var high = 0xb0; high <= 0xd7; high++) {
      for (var low = 0xa1; low <= (high === 0xd7 ? 0xf9 : 0xfe); low++) bytes.push(high, low);
    }
    var characters = "";
    try {
      characters = new TextDecoder("gbk").decode(new Uint8Array(bytes));
    } catch (error) {
      // No such decoder: only the characters listed one by one have a sound.
    }
    var at = 0;
    spelling.runs.replace(/([a-z]+)(\d+)/g, function (_, syllable, length) {
      for (var i = 0; i < +length && at < characters.length; i++) hear(characters.charAt(at++), syllable);
    });
    for (var syllable in spelling.more) {
      spelling.more[syllable].split("").forEach(function (character) {
        hear(character, syllable);
      });
    }
    return readings;

    function hear(character, syllable) {
      readings.set(character, (readings.get(character) || []).concat(syllable));
    }
  }

  // The characters of the texts by syllable. `loosely` takes together what southern speakers do: z and zh,
  // n and l, -n and -ng.
  function voices(loosely) {
    var name = loosely ? "loose" : "voices";
    if (!texts[name]) {
      texts[name] = new Map();
      listen().forEach(function (syllables, character) {
        if (!postings.has(character)) return;
        syllables.forEach(function (syllable) {
          var key = loosely ? loose(syllable) : syllable;
          texts[name].set(key, (texts[name].get(key) || "") + character);
        });
      });
    }
    return texts[name];
  }

  function loose(syllable) {
    return syllable.replace(/^([zcs])h/, "$1").replace(/^n/, "l").replace(/([aei]n)g$/, "$1");
  }

  // An expression for whatever sounds like a wording, or "" where nothing in the texts can.
  function sound(text, loosely) {
    var classes = text.split("").map(function (character) {
      return (listen().get(character) || [])
        .map(function (syllable) {
          return voices(loosely).get(loosely ? loose(syllable) : syllable) || "";
        })
        .join("");
    });
    return classes.every(Boolean) ? "[" + classes.join("][") + "]" : "";
  }

  // Wordings of the texts that sound like this one: exactly if there are any, else loosely. Of two characters
  // too many sound alike loosely.
  function alike(text) {
    return [false, true].reduce(function (heard, loosely) {
      var expression = heard.length || (loosely && text.length < 3) ? "" : sound(text, loosely);
      return expression ? found(expression, joined(true), 3) : heard;
    }, []);
  }

  // Wordings of the texts that differ from this one by a slip: a character that is another, is missing, is too
  // many, or has changed places with its neighbour. Both ends of a short wording must stand.
  function slipped(text) {
    var forms = [];
    for (var i = 0; i < text.length; i++) {
      var head = text.slice(0, i);
      var tail = text.slice(i + 1);
      if (text.length > 3 || (head && tail)) forms.push(head + "[" + HAN + "]" + tail);
      if (text.length > 3) forms.push(head + tail);
      if (head) forms.push(head + "[" + HAN + "]" + text.slice(i));
      if (tail) forms.push(head + tail.charAt(0) + text.charAt(i) + tail.slice(1));
    }
    return text.length > 2 && text.length < 9 ? found(forms.join("|"), joined(true), 3) : [];
  }

  // Wordings of the texts that are spelt so in pinyin: whole syllables (the last may be unfinished), or else,
  // unless they must be whole, syllables and first letters mixed, at least three: {heard, whole} or null.
  function spelt(letters, wholly) {
    for (var mixed = 0; mixed < (wholly ? 1 : 2); mixed++) {
      var best = null;
      spellings(letters, mixed).forEach(function (tokens) {
        if (mixed && tokens.length < 3) return;
        var classes = tokens.map(singers);
        if (!classes.every(Boolean) || (best && best.length <= tokens.length)) return;
        var heard = found("[" + classes.join("][") + "]", joined(true), 5);
        if (heard.length) best = { heard: heard, whole: !mixed, length: tokens.length };
      });
      if (best) return best;
    }
    return null;
  }

  // The ways to cut letters into syllables, or into syllables and first letters.
  function spellings(letters, mixed) {
    var ways = [];
    var dead = {}; // places from which no way leads to the end
    cut(0, []);
    return ways;

    function cut(at, before) {
      if (at === letters.length) return ways.push(before);
      if (dead[at] || ways.length > 15) return;
      var known = ways.length;
      for (var length = Math.min(6, letters.length - at); length; length--) {
        var head = letters.substr(at, length);
        var whole = voices(false).has(head);
        var initial = mixed && /^([bpmfdtnlgkhjqxrzcsyw]|[zcs]h)$/.test(head);
        var unfinished = !mixed && at && at + length === letters.length;
        if (whole || initial || unfinished) cut(at + length, before.concat(head));
      }
      dead[at] = ways.length === known;
    }
  }

  // The characters of the texts whose syllable is this, or begins with it.
  function singers(token) {
    var characters = voices(false).get(token) || "";
    if (!characters) {
      voices(false).forEach(function (own, syllable) {
        if (syllable.indexOf(token) === 0) characters += own;
      });
    }
    return characters;
  }

  // --- words

  function stem(word) {
    if (word.length > 3) word = word.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
    return word.length > 6 ? word.replace(/(ing|ed)$/, "") : word;
  }

  // Whether a word, another form of it, or a longer word that begins so stands in the texts.
  function known(word) {
    return postings.has(word) || stems.has(stem(word)) || (word.length > 2 && longer(word).length > 0);
  }

  // The words of the texts, in order.
  function words() {
    if (!texts.words) {
      texts.words = [];
      postings.forEach(function (_, unit) {
        if (!isHan.test(unit)) texts.words.push(unit);
      });
      texts.words.sort();
    }
    return texts.words;
  }

  function longer(word) {
    var list = words();
    var low = 0;
    for (var high = list.length; low < high; ) {
      var middle = (low + high) >> 1;
      if (list[middle] <= word) low = middle + 1;
      else high = middle;
    }
    for (high = low; high < list.length && list[high].indexOf(word) === 0; ) high++;
    return list.slice(low, high);
  }

  // The words of the texts, whole and without their endings: [form, word, its letters].
  function forms() {
    if (!texts.forms) {
      texts.forms = [];
      words().forEach(function (word) {
        [word, stem(word)].forEach(function (form, i) {
          if (form.length > 3 && (!i || form !== word)) texts.forms.push([form, word, letters(form)]);
        });
      });
    }
    return texts.forms;
  }

  // The words of the texts nearest to a misspelt one: one slip in up to seven letters, two in more. Of four
  // letters too many words differ in one: they may only have changed places.
  function nearest(word) {
    var most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    var own = letters(word);
    var best = [];
    var least = most;
    forms().forEach(function (one) {
      if (Math.abs(one[0].length - word.length) > least) return;
      // A slip makes two letters differ at most: words that differ in more need no closer look.
      for (var bits = own ^ one[2], apart = 0; bits; bits &= bits - 1) apart++;
      var far = apart > 2 * least ? Infinity : slips(word, one[0], least);
      if (far > least || (word.length === 4 && one[0].length === 4 && own !== one[2])) return;
      if (far < least) best = [];
      least = far;
      best.push({ word: one[1], far: far, often: postings.get(one[1]).length });
    });
    return best
      .sort(function (a, b) {
        return b.often - a.often;
      })
      .slice(0, 4);
  }

  // The letters that a word has, a bit for each.
  function letters(word) {
    var bits = 0;
    for (var i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) % 32);
    return bits;
  }

  // Letters to change, leave out, add or exchange with a neighbour (Damerau, Levenshtein).
  function slips(a, b, most) {
    var before = [];
    var last = [];
    for (var j = 0; j <= b.length; j++) last.push(j);
    for (var i = 1; i <= a.length; i++) {
      var row = [i];
      var least = i;
      for (j = 1; j <= b.length; j++) {
        var cost = a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least > most) return least;
      before = last;
      last = row;
    }
    return last[b.length];
  }

  // --- reading a query

  // A term: what was typed, and its wordings {text, factor, whole}. A wording that is not `whole` may be
  // matched in part. `guess` is how it may have been meant; `sure` tells whether the texts know it.
  function term(text, wordings, sure, guess) {
    return { text: text, wordings: wordings, sure: sure, guess: guess || "" };
  }

  function partly(text, factor) {
    return { text: text, factor: factor || 1, whole: false };
  }

  function wholly(factor) {
    return function (one) {
      return { text: Array.isArray(one) ? one[0] : one, factor: factor, whole: true };
    };
  }

  function meanings(text) {
    return same.hasOwnProperty(text) ? same[text] : [];
  }

  function read(query) {
    var raw = query.slice(0, LIMIT).normalize("NFKC");
    var terms = [];
    var row = []; // Latin words that follow each other
    raw.split(/[\s,;:!?。、，；：！？]+/).forEach(function (piece) {
      (plain(piece).match(runs) || []).forEach(function (run) {
        if (!isHan.test(run)) return row.push(run);
        flush();
        terms = terms.concat(readHan(run));
      });
    });
    flush();
    var telling = terms.filter(function (one) {
      return !stops.hasOwnProperty(one.text);
    });
    if (telling.length) terms = telling;
    var meant = terms
      .map(function (one) {
        return one.guess || meanings(one.text)[0] || one.text;
      })
      .join(" ");
    return { plain: plain(raw), meant: plain(meant), number: readNumber(raw), terms: terms };

    function flush() {
      terms = terms.concat(readWords(row));
      row = [];
    }
  }

  // Cut a run of Han characters at the wordings that have others of the same meaning and at those that say
  // nothing, unless it stands in the texts as it is.
  function readHan(run) {
    if (meanings(run).length || holders(run).length) return [widen(run)];
    var terms = [];
    var rest = "";
    for (var i = 0; i < run.length; ) {
      var length = Math.min(8, run.length - i);
      while (length > 1 && !meanings(run.substr(i, length)).length && !isStop(i, length)) length--;
      if (isStop(i, length)) push();
      else if (length > 1) {
        push();
        terms.push(widen(run.substr(i, length)));
      } else rest += run.charAt(i);
      i += length;
    }
    push();
    return terms.length ? terms : [widen(run)];

    // A word that says nothing; what a text writes just so is no such word.
    function isStop(at, length) {
      return stops.hasOwnProperty(run.substr(at, length));
    }

    // A single character left over between such wordings (的, 里) says nothing.
    function push() {
      if (rest.length > 1 || rest === run) terms.push(widen(rest));
      rest = "";
    }
  }

  function widen(text) {
    var wordings = [partly(text)].concat(meanings(text).map(wholly(0.8)));
    if (wordings.length > 1 || text.length < 2 || holders(text).length) return term(text, wordings, true);
    var heard = alike(text);
    if (heard.length) {
      // Two characters that merely sound like two neighbours are no guess, unless a title has them.
      var isName = text.length > 2 || joined(true, true).indexOf(heard[0][0]) >= 0;
      var meant = isName ? heard[0][0] : "";
      return term(text, wordings.concat(heard.map(wholly(text.length > 2 ? 0.8 : 0.6))), true, meant);
    }
    heard = slipped(text);
    if (heard.length) return term(text, wordings.concat(heard.map(wholly(0.7))), true, heard[0][0]);
    // An abbreviation: its characters stand in a title in this order, near each other.
    var short = text.length > 6 ? [] : found(text.split("").join("[^\\n]{0,4}?"), joined(true, true), 3);
    if (short.length) return term(text, wordings.concat(short.map(wholly(0.6))), true);
    var part = misheard(text);
    if (part) {
      meant = text.replace(part.text, part.heard[0][0]);
      return term(text, wordings.concat(part.heard.map(wholly(0.8))), true, meant);
    }
    if (!worth(text)) {
      wordings = text.split("").map(function (character) {
        return partly(character, 0.5);
      });
    }
    return term(text, wordings, true);
  }

  // The longest part of a wording, three characters or more, that does not stand in the texts but sounds
  // like something that does.
  function misheard(text) {
    var sounding = []; // whether each pair sounds like one in the texts
    for (var i = 0; i + 1 < text.length; i++) {
      var pair = sound(text.substr(i, 2), true);
      sounding.push(pair !== "" && new RegExp(pair).test(joined(true)));
    }
    for (var length = Math.min(8, text.length); length > 2; length--) {
      for (i = 0; i + length <= text.length; i++) {
        if (sounding.slice(i, i + length - 1).indexOf(false) >= 0) continue;
        var part = text.substr(i, length);
        if (holders(part).length) continue;
        var heard = alike(part);
        if (heard.length) return { text: part, heard: heard };
      }
    }
    return null;
  }

  function readWords(row) {
    var terms = [];
    for (var i = 0; i < row.length; ) {
      var taken = phrase(i) || pinyin(i) || joint(i) || { length: 1, term: readWord(row[i]) };
      terms.push(taken.term);
      i += taken.length;
    }
    return terms;

    // Words that together have others of the same meaning.
    function phrase(from) {
      for (var to = Math.min(row.length, from + 4); to > from + 1; to--) {
        var text = row.slice(from, to).join(" ");
        if (meanings(text).length) {
          var wordings = [partly(text)].concat(meanings(text).map(wholly(0.8)));
          return { length: to - from, term: term(text, wordings, true) };
        }
      }
    }

    // Words that together are pinyin, where at least one of them is no word of the texts.
    function pinyin(from) {
      for (var to = Math.min(row.length, from + 8); to > from + 1; to--) {
        var own = row.slice(from, to);
        if (own.every(known) || !/^[a-z]+$/.test(own.join(""))) continue;
        var heard = spelt(own.join(""), true);
        if (heard) return { length: to - from, term: fromPinyin(own.join(" "), heard) };
      }
    }

    // Two words that the texts write as one.
    function joint(from) {
      var text = row.slice(from, from + 2).join("");
      if (from + 1 < row.length && postings.has(text) && !/^\d/.test(text)) {
        return { length: 2, term: term(text, [partly(text)], true) };
      }
    }
  }

  // Whole syllables say it; of first letters, the wordings that stand there more often are likelier.
  function fromPinyin(text, heard) {
    var most = heard.heard[0][1];
    var wordings = heard.heard.map(function (one) {
      return { text: one[0], factor: heard.whole ? 0.9 : (0.7 * one[1]) / most, whole: true };
    });
    return term(text, wordings, true, heard.heard[0][0]);
  }

  function readWord(word) {
    var wordings = [partly(word)].concat(meanings(word).concat(meanings(stem(word))).map(wholly(0.8)));
    var others = (stems.get(stem(word)) || []).filter(function (other) {
      return other !== word;
    });
    wordings = wordings.concat(others.map(wholly(0.95)));
    if (/\d/.test(word)) return term(word, wordings, true);
    if (word.length > 2) wordings = wordings.concat(longer(word).map(wholly(0.75)));
    if (wordings.length > 1 || postings.has(word)) return term(word, wordings, true);
    for (var i = 1; i < word.length; i++) {
      var apart = word.substr(0, i) + " " + word.substr(i);
      if (holders(apart).length) return term(word, [wholly(0.95)(apart)], true);
    }
    var near = nearest(word);
    var heard = near.length && near[0].far === 1 ? spelt(word, true) : spelt(word);
    if (heard && word.length > 2) return fromPinyin(word, heard);
    if (word.length > 2 && word.length < 8) {
      // An abbreviation: the first letters of the words of a title.
      var letters = "\\b" + word.split("").join("[a-z]* (?:(?:and|of|the|for|on|in) )*") + "[a-z]*";
      var short = found(letters, joined(false, true), 3);
      if (short.length) return term(word, wordings.concat(short.map(wholly(0.9))), true);
    }
    near.forEach(function (one) {
      wordings.push({ text: one.word, factor: 0.9 - 0.15 * one.far, whole: true });
      wordings = wordings.concat(meanings(one.word).map(wholly(0.6)));
    });
    return term(word, wordings, false, near.length ? near[0].word : "");
  }

  // The number that a query asks for: nothing but a number, as 17, 17.2, 第十七项; or one whose kind is named, as
  // in task 17 or 任务17有哪些条款. {text, kind, whole} or null; the last that is named counts (area 9 task 21).
  function readNumber(raw) {
    var text = raw.toLowerCase().replace(new RegExp("[" + HAN + "]", "g"), function (character) {
      return fold.hasOwnProperty(character) ? fold[character] : character;
    });
    var words = Object.keys(numbers).sort(function (a, b) {
      return b.length - a.length;
    });
    var word = "(?:" + words.join("|").replace(/[.#]/g, "\\$&") + ")";
    var number = "([一二三四五六七八九十百]+|\\d{1,3}(?:[.·点-]\\d{1,3})?)";
    var between = "[\\s:.#()【】《》“”\"'、。-]*";
    var expression = new RegExp(
      "(^|[^a-z0-9])((?:" + word + between + ")*)" + number + "(?:st|nd|rd|th)?((?:\\s*" + word + ")*)(?![a-z0-9]|\\s*\\d)",
      "g"
    );
    var asked = null;
    for (var match = expression.exec(text); match; match = expression.exec(text)) {
      var kind = words.reduce(function (known, one) {
        return known || ((match[2] + match[4]).indexOf(one) >= 0 ? numbers[one] : "");
      }, "");
      var rest = text.slice(0, match.index) + text.slice(match.index + match[0].length);
      var whole = (plain(rest).match(runs) || []).every(isIdle);
      var digits = /\d/.test(match[3]) ? match[3].replace(/[·点-]/, ".") : String(fromChinese(match[3]));
      if (whole || kind) asked = { text: digits.replace(/^0+(?=\d)/, ""), kind: kind, whole: whole };
    }
    return asked;

    function isIdle(run) {
      return stops.hasOwnProperty(run) || numbers.hasOwnProperty(run);
    }
  }

  function fromChinese(text) {
    var total = 0;
    var digit = 0;
    text.split("").forEach(function (character) {
      var value = "一二三四五六七八九".indexOf(character) + 1;
      var place = { 十: 10, 百: 100 }[character];
      if (place) total += (digit || 1) * place;
      digit = place ? 0 : value;
    });
    return total + digit;
  }

  // --- ranking

  // Whether the parts that are there know all that a query says, if only misspelt, so that no other language
  // needs to be asked.
  function settled(query) {
    var asked = read(query);
    return Boolean(asked.number) || asked.terms.every(function (one) {
      return isHan.test(one.text) ? counts.han > 0 : one.sure || one.guess || one.text.length < 2;
    });
  }

  // What each passage earns for a term: number -> worth.
  function earnings(one) {
    var earned = new Map();
    one.wordings.forEach(function (wording) {
      var own = new Map();
      if (wording.whole) {
        var all = wording.factor * worth(wording.text);
        holders(wording.text).forEach(function (number) {
          own.set(number, all);
        });
      } else {
        keys(wording.text).forEach(function (key) {
          (postings.get(key) || []).forEach(function (number) {
            own.set(number, (own.get(number) || 0) + wording.factor * rarity(key));
          });
        });
      }
      own.forEach(function (sum, number) {
        earned.set(number, Math.max(sum, earned.get(number) || 0));
      });
    });
    return earned;
  }

  // Rank what a query finds for a reader of a locale: {terms, hits, clauses, guess}. A hit is {record, score,
  // passage, text}: its best passage, and its best one that is not a title, or null.
  function search(query, locale) {
    var asked = read(query);
    var totals = new Map(); // number of a passage -> what it earns for all terms
    var unions = new Map(); // record -> what its best passages earn, term by term
    asked.terms.forEach(function (one) {
      var best = new Map();
      earnings(one).forEach(function (sum, number) {
        var own = passages[number];
        var weighed = sum * (own.title ? TITLE : 1);
        totals.set(number, (totals.get(number) || 0) + weighed);
        best.set(own.record, Math.max(weighed, best.get(own.record) || 0));
      });
      best.forEach(function (sum, record) {
        unions.set(record, (unions.get(record) || 0) + sum);
      });
    });
    totals.forEach(function (sum, number) {
      totals.set(number, sum * unbroken(passages[number], asked));
    });
    if (asked.number) totals = number(asked.number, totals);
    var hits = new Map();
    var clauses = [];
    totals.forEach(function (sum, number) {
      var own = passages[number];
      var hit = hits.get(own.record);
      if (!hit) {
        hit = { record: own.record, score: 0, passage: null, text: null, best: 0, all: 0 };
        hits.set(own.record, hit);
      }
      hit.all += sum;
      if (sum > hit.score) {
        hit.score = sum;
        hit.passage = own;
      }
      if (!own.title && sum > hit.best) {
        hit.best = sum;
        hit.text = own;
      }
      if (own.label) clauses.push({ record: own.record, score: sum, passage: own });
    });
    var list = Array.from(hits.values());
    list.forEach(function (hit) {
      hit.score += 0.5 * (unions.get(hit.record) || 0) + 0.1 * (hit.all - hit.score);
    });
    return { terms: asked.terms, hits: sift(list), clauses: sift(clauses), guess: guess(asked.terms, locale) };
  }

  // By how much more a passage earns that holds the whole query, as typed or with other words for it.
  function unbroken(passage, asked) {
    var phrase = [asked.plain, asked.meant].filter(function (one) {
      return stands(passage.plain, one);
    })[0];
    if (!phrase) return 1;
    return PHRASE + (passage.title ? ((NAME - PHRASE) * phrase.length) / passage.plain.length : 0);
  }

  // What bears the number asked for comes before everything else; where a query names nothing but a number and
  // its kind, there is nothing else.
  function number(asked, totals) {
    var bearing = new Map();
    passages.forEach(function (own, at) {
      var kind = own.label ? "clause" : own.record.kind;
      var bears = own.label ? own.label === asked.text : own.title && own.record.number === asked.text;
      if (bears && (!asked.kind || asked.kind === kind || own.label)) bearing.set(at, 1000);
    });
    if (asked.kind && asked.whole && bearing.size) return bearing;
    bearing.forEach(function (sum, at) {
      totals.set(at, sum);
    });
    return totals;
  }

  // The best first; of each kind only what earns a fair part of what its best one does.
  function sift(list) {
    var best = {};
    list.forEach(function (hit) {
      best[hit.record.kind] = Math.max(hit.score, best[hit.record.kind] || 0);
    });
    return list
      .filter(function (hit) {
        return hit.score >= ENOUGH * best[hit.record.kind];
      })
      .sort(function (a, b) {
        return b.score - a.score || a.record.order - b.record.order;
      });
  }

  // The query as it may have been meant, in the reader's script, or "".
  function guess(terms, locale) {
    var missed = terms.some(function (one) {
      return one.guess;
    });
    if (!missed) return "";
    return terms
      .map(function (one) {
        return one.guess ? written(one.guess, locale) : one.text;
      })
      .join(" ")
      .replace(new RegExp("([" + HAN + "]) (?=[" + HAN + "])", "g"), "$1");
  }

  // --- showing

  // A plain wording as the texts of a locale write it.
  function written(wording, locale) {
    var holder = holders(wording).filter(function (number) {
      return passages[number].locale === locale;
    })[0];
    if (holder === undefined) return wording;
    var places = [];
    var at = plain(passages[holder].text, places).indexOf(wording);
    return passages[holder].text.slice(places[at], places[at + wording.length - 1] + 1);
  }

  // The parts of a text that match, as [[from, to], …] in the order of the text.
  function marks(text, terms) {
    var places = [];
    var form = plain(text, places);
    var marked = [];
    terms.forEach(function (one) {
      one.wordings.forEach(function (wording) {
        if (stands(form, wording.text)) mark(wording.text);
        else if (!wording.whole) {
          keys(wording.text).forEach(function (key) {
            if (rarity(key) > 0.7) mark(key);
          });
        }
      });
    });
    var ranges = [];
    for (var i = 0; i < form.length; i++) {
      if (!marked[i]) continue;
      var last = ranges[ranges.length - 1];
      if (last && marked[i - 1]) last[1] = places[i] + 1;
      else ranges.push([places[i], places[i] + 1]);
    }
    return ranges;

    function mark(wording) {
      for (var at = form.indexOf(wording); at >= 0; at = form.indexOf(wording, at + 1)) {
        if (!edge(form, at) || !edge(form, at + wording.length)) continue;
        for (var i = at; i < at + wording.length; i++) marked[i] = true;
      }
    }
  }

  // The same passage in another language, or null; only those that have an address can be told apart.
  function twin(passage, locale) {
    var found = passages.filter(function (other) {
      return other.record === passage.record && other.anchor === passage.anchor && other.locale === locale;
    });
    return passage.anchor ? found[0] || null : null;
  }

  function record(address) {
    return records.get(address);
  }

  root.policySearch = {
    add: add,
    plain: plain,
    settled: settled,
    search: search,
    marks: marks,
    twin: twin,
    record: record,
  };
})(this);
