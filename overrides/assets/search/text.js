// Pure functions on text, for the search engine and the results page: folding, tokens, spelling, pinyin, numbers,
// highlighting. Nothing here knows the index or the document.
(function (root) {
  "use strict";

  const HAN = "\\u3400-\\u9fff"; // as it stands in a character class
  const HAN_CHARACTER = new RegExp(`[${HAN}]`);
  const RUN = new RegExp(`[${HAN}]+|[a-z0-9]+`, "g"); // a run of Han characters, or a Latin word
  const PHRASE_BREAKS = "\n,;:!?()。、"; // no phrase reaches across these
  const MAX_SYLLABLE = 6; // letters of the longest pinyin syllable, as in zhuang
  const MAX_SPLITS = 16; // ways to split letters into syllables that are tried
  const NUMERAL_UNITS = new Map([
    ["十", 10],
    ["百", 100],
  ]);
  // Endings of English words, stripped one by one as long as four letters are left.
  const ENDING = /^(.{4,}?)(?:i?es|s|ed|ing|e|y|[eo]r|al|ic|ly|at|ation|ion|ment|ness|is|iz|i[sz]ation|[ai]bil|[ai]bl|it|iv|[ae]nc|ist|ism|ous|i)$/;
  const EXCERPT_SLACK = 1.2; // a text that is longer than an excerpt by no more than this factor is quoted whole

  // The value of an object's own property; what a prototype has (constructor, toString) is never found.
  function getOwnValue(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
  }

  function hasHan(text) {
    return HAN_CHARACTER.test(text);
  }

  // --- folding and tokens

  // Fold a text to the form that texts and queries are compared in: lower case, half width, no accents, Han
  // characters as `variants` (a Map) has them. Of punctuation remain a space between words, and a line break
  // where no phrase reaches across. `offsets`, if given, receives the offset in `text` of each folded character.
  function fold(text, variants, offsets) {
    let folded = "";
    let gap = "";
    let afterWord = false;
    for (let i = 0; i < text.length; i++) {
      const isHan = hasHan(text[i]);
      const character = isHan ? variants.get(text[i]) || text[i] : foldLatin(text[i]);
      if (!isHan && !/[a-z0-9]/.test(character)) {
        gap = gap === "\n" || PHRASE_BREAKS.includes(character) ? "\n" : " ";
        continue;
      }
      let separator = "";
      if (folded && gap === "\n") separator = "\n";
      else if (gap && afterWord && !isHan) separator = " ";
      folded += separator + character;
      if (offsets) {
        if (separator) offsets.push(i);
        offsets.push(i);
      }
      gap = "";
      afterWord = !isHan;
    }
    return folded;
  }

  function foldLatin(character) {
    const code = character.charCodeAt(0);
    let folded = character;
    if (code > 0xff00 && code < 0xff5f) folded = String.fromCharCode(code - 0xfee0);
    else if ("üǖǘǚǜÜ".includes(character)) folded = "v"; // as pinyin is typed
    else if (code > 0xbf && code < 0x250) folded = character.normalize("NFD")[0];
    return folded.toLowerCase()[0];
  }

  // The runs of Han characters and the Latin words of a folded text.
  function splitRuns(folded) {
    return folded.match(RUN) || [];
  }

  // The tokens that a folded text is indexed by: words, Han characters and pairs of Han characters.
  function tokenizeText(folded) {
    const tokens = [];
    for (const run of splitRuns(folded)) {
      if (!hasHan(run)) tokens.push(run);
      else {
        for (let i = 0; i < run.length; i++) {
          tokens.push(run[i]);
          if (i) tokens.push(run.slice(i - 1, i + 1));
        }
      }
    }
    return tokens;
  }

  // The different tokens that a folded query is matched by: words and pairs, a character only where it is alone.
  function tokenizeQuery(folded) {
    const tokens = new Set();
    for (const run of splitRuns(folded)) {
      if (!hasHan(run) || run.length === 1) tokens.add(run);
      else for (let i = 1; i < run.length; i++) tokens.add(run.slice(i - 1, i + 1));
    }
    return [...tokens];
  }

  // Whether a folded text contains a folded phrase unbroken; words match whole.
  function containsPhrase(folded, phrase) {
    return findPhrase(folded, phrase, 0) >= 0;
  }

  // The first offset, from `start` on, where a folded text contains a folded phrase; -1 where it does not.
  function findPhrase(folded, phrase, start) {
    let at = phrase ? folded.indexOf(phrase, start) : -1;
    while (at >= 0 && !(isBoundary(folded, at) && isBoundary(folded, at + phrase.length))) {
      at = folded.indexOf(phrase, at + 1);
    }
    return at;
  }

  // Whether no word of a folded text reaches across an offset.
  function isBoundary(folded, offset) {
    return !(/[a-z0-9]/.test(folded.charAt(offset - 1)) && /[a-z0-9]/.test(folded.charAt(offset)));
  }

  // --- spelling

  // An English word without its commonest endings.
  function stem(word) {
    const singular = word.length > 3 ? word.replace(/ies$/, "y").replace(/([^s])s$/, "$1") : word;
    return singular.length > 6 ? singular.replace(/(ing|ed)$/, "") : singular;
  }

  // What the words of an English family share: access, accessible and accessibility have the same root. Rough: meant
  // for words that no text contains.
  function findRoot(word) {
    const shorter = word.replace(ENDING, "$1");
    return shorter === word ? word : findRoot(shorter);
  }

  // The letters that a word contains, one bit each.
  function maskLetters(word) {
    let mask = 0;
    for (let i = 0; i < word.length; i++) mask |= 1 << word.charCodeAt(i) % 32;
    return mask;
  }

  // In how many letters two masks differ.
  function compareMasks(a, b) {
    let count = 0;
    for (let bits = a ^ b; bits; bits &= bits - 1) count++;
    return count;
  }

  // The letters to replace, delete, insert or swap with a neighbour to make one word of another (the optimal string
  // alignment of Damerau and Levenshtein). Beyond `limit` the result is only known to be greater than that.
  function editDistance(a, b, limit) {
    let previous = [];
    let current = [];
    for (let j = 0; j <= b.length; j++) current.push(j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const cost = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(current[j] + 1, row[j - 1] + 1, current[j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], previous[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least > limit) return least;
      previous = current;
      current = row;
    }
    return current[b.length];
  }

  // The words of a sorted list that begin with a prefix and are longer than it.
  function findByPrefix(sorted, prefix) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= prefix) low = middle + 1;
      else high = middle;
    }
    while (high < sorted.length && sorted[high].startsWith(prefix)) high++;
    return sorted.slice(low, high);
  }

  // A regular expression for whatever differs from a Chinese phrase by one slip: a character replaced, missing,
  // added, or swapped with its neighbour. Both ends of a phrase of up to three characters must be right.
  function makeSlipPattern(phrase) {
    const isLong = phrase.length > 3;
    const patterns = [];
    for (let i = 0; i < phrase.length; i++) {
      const head = phrase.slice(0, i);
      const tail = phrase.slice(i + 1);
      if (isLong || (head && tail)) patterns.push(`${head}[${HAN}]${tail}`);
      if (isLong) patterns.push(head + tail);
      if (head) patterns.push(`${head}[${HAN}]${phrase.slice(i)}`);
      if (tail) patterns.push(head + tail[0] + phrase[i] + tail.slice(1));
    }
    return patterns.join("|");
  }

  // What a regular expression matches in a text, overlapping matches too, the most frequent first: at most `limit`
  // pairs [match, count].
  function countMatches(pattern, text, limit) {
    const counts = new Map();
    const expression = new RegExp(pattern, "g");
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      counts.set(match[0], (counts.get(match[0]) || 0) + 1);
      expression.lastIndex = match.index + 1;
    }
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, limit);
  }

  // --- pinyin

  // A syllable as southern speakers may hear it: z for zh, l for n, -n for -ng.
  function blurSyllable(syllable) {
    return syllable
      .replace(/^([zcs])h/, "$1")
      .replace(/^n/, "l")
      .replace(/([aei]n)g$/, "$1");
  }

  // The ways to split letters into syllables, the last of which may be unfinished, or (`withInitials`) into
  // syllables and initials: arrays of tokens.
  function splitPinyin(letters, isSyllable, withInitials) {
    const splits = [];
    const deadEnds = new Set(); // offsets from which no split reaches the end
    extend(0, []);
    return splits;

    function extend(start, tokens) {
      if (start === letters.length) splits.push(tokens);
      else if (splits.length < MAX_SPLITS && !deadEnds.has(start)) {
        const before = splits.length;
        for (let end = Math.min(start + MAX_SYLLABLE, letters.length); end > start; end--) {
          const token = letters.slice(start, end);
          const isInitial = withInitials && /^([bpmfdtnlgkhjqxrzcsyw]|[zcs]h)$/.test(token);
          const isUnfinished = !withInitials && start && end === letters.length;
          if (isSyllable(token) || isInitial || isUnfinished) extend(end, tokens.concat(token));
        }
        if (splits.length === before) deadEnds.add(start);
      }
    }
  }

  // Whether a folded query may be pinyin: each word consists of syllables, or has no vowel (initials).
  function mayBePinyin(folded) {
    return folded
      .split(" ")
      .every((word) => /^(?:(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:ng|n|r)?)+|[^aeiouv]+)$/.test(word));
  }

  // --- numbers

  // The value of a Chinese numeral below 1,000, such as 二十一.
  function parseChineseNumber(numeral) {
    let total = 0;
    let digit = 0;
    for (const character of numeral) {
      const unit = NUMERAL_UNITS.get(character);
      if (unit) total += (digit || 1) * unit;
      digit = unit ? 0 : "一二三四五六七八九".indexOf(character) + 1;
    }
    return total + digit;
  }

  // --- highlighting

  // Where folded phrases stand in a text: ranges [start, end] in the order of the text, those that touch merged.
  // `folded` and `offsets` are what `fold` made of the text.
  function findRanges(phrases, folded, offsets) {
    const isMatched = [];
    for (const phrase of phrases) {
      for (let at = findPhrase(folded, phrase, 0); at >= 0; at = findPhrase(folded, phrase, at + 1)) {
        for (let i = at; i < at + phrase.length; i++) isMatched[i] = true;
      }
    }
    const ranges = [];
    for (let i = 0; i < folded.length; i++) {
      if (isMatched[i] && isMatched[i - 1]) ranges[ranges.length - 1][1] = offsets[i] + 1;
      else if (isMatched[i]) ranges.push([offsets[i], offsets[i] + 1]);
    }
    return ranges;
  }

  // What to quote of a text, as [start, end]: about `length` Chinese characters, or twice as many of another script,
  // around the first of the ranges that match. Words stay whole.
  function cutExcerpt(text, ranges, length) {
    const size = hasHan(text) ? length : 2 * length;
    if (text.length <= EXCERPT_SLACK * size) return [0, text.length];
    const first = ranges.length ? ranges[0][0] : 0;
    let start = Math.max(0, Math.min(first - Math.round(size / 4), text.length - size));
    let end = start + size;
    while (start && start < first && /[a-z0-9]/i.test(text[start - 1])) start++;
    while (end < text.length && /[a-z0-9]/i.test(text[end])) end++;
    return [start, end];
  }

  // --- interface strings

  // Fill the placeholders of an interface string, such as {n}; one that has no value stays as it is.
  function fillTemplate(template, values) {
    return template.replace(/\{(\w+)\}/g, (placeholder, name) => {
      const value = getOwnValue(values, name);
      return value === undefined ? placeholder : String(value);
    });
  }

  root.searchText = {
    HAN,
    blurSyllable,
    compareMasks,
    containsPhrase,
    countMatches,
    cutExcerpt,
    editDistance,
    fillTemplate,
    findByPrefix,
    findPhrase,
    findRanges,
    findRoot,
    fold,
    getOwnValue,
    hasHan,
    makeSlipPattern,
    maskLetters,
    mayBePinyin,
    parseChineseNumber,
    splitPinyin,
    splitRuns,
    stem,
    tokenizeQuery,
    tokenizeText,
  };
})(this);
