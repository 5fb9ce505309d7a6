// The search engine: it indexes passages, reads queries and ranks records. It knows nothing of the page.
//
// 1. Texts and queries are folded (text.js): lower case, half width, Simplified script, no punctuation.
// 2. A query is split into terms. A term that no text contains as typed is expanded to variants that texts do
//    contain: synonyms, pinyin, homophones, abbreviations, misspelt words. A variant has a weight, by how surely
//    it is what was meant. Fillers (怎么, how) are dropped where a query says anything else.
// 3. A passage (a title, a clause) scores, for each term, the inverse document frequencies of the tokens that it
//    shares with the term's best variant: words and pairs of Han characters. Pairs reach across the borders of
//    Chinese words, so an unbroken phrase scores more than its words apart.
// 4. A record scores what its best passage scores, and a share of what its other passages do.
(function (root) {
  "use strict";
  const {
    HAN,
    blurSyllable,
    compareMasks,
    containsPhrase,
    countMatches,
    editDistance,
    findByPrefix,
    findPhrase,
    findRanges,
    findRoot,
    fold,
    hasHan,
    makeSlipPattern,
    maskLetters,
    parseChineseNumber,
    splitPinyin,
    splitRuns,
    stem,
    tokenizeQuery,
    tokenizeText,
  } = root.searchText;

  const MAX_QUERY = 100; // characters of a query that are read

  // --- weights of the ranking
  const TITLE_BOOST = 1.6; // a title's score is multiplied by this
  const PLAIN_SHARE = 0.6; // and that of everyday words by this: the document's own say more
  const PHRASE_BOOST = 1.5; // so is that of a passage that contains the whole query unbroken,
  const WHOLE_TITLE_BOOST = 3; // by up to this if it is a title, growing with the share that the query is of it
  const UNION_SHARE = 0.5; // a record adds this share of its best scores for each term, whichever passages have them,
  const OTHERS_SHARE = 0.1; // and this share of the scores of its passages other than the best
  const MIN_SHARE = 0.35; // a hit that scores less than this share of the best of its kind is dropped
  const NUMBER_SCORE = 1000; // what bears the number asked for scores this: more than words ever do
  const MIN_IDF = 0.05; // the lowest inverse document frequency, for tokens that nearly all passages contain
  const UNSEEN_COUNT = 0.5; // a token in no passage of a first part counts as if it were in so many
  const MIN_HIGHLIGHT_IDF = 0.7; // of a phrase matched in part, more common tokens are not highlighted

  // --- weights of variants; what was typed weighs 1
  const WEIGHTS = {
    otherForm: 0.95, // another form of the word, or the word split in two
    pinyin: 0.9, // whole syllables
    acronym: 0.9, // first letters of an English title's words
    synonym: 0.8,
    homophone: 0.8,
    completion: 0.75, // a longer word that begins so
    initials: 0.7, // pinyin with initials for syllables, for the commonest reading
    slip: 0.7, // a Chinese phrase with one slip
    shortHomophone: 0.6, // of two characters, which many others sound like
    abbreviation: 0.6, // characters of a Chinese title
    family: 0.7, // a word of the same family, as accessible and accessibility
    typo: 0.9, // a word that a misspelt one is near to, less `perEdit` for each edit
    perEdit: 0.15,
    typoSynonym: 0.6, // a synonym of such a word
    character: 0.5, // each character of a phrase that nothing is known of
  };

  // --- limits of the expansion
  const MAX_VARIANTS = 3; // homophones, slips or abbreviations tried for a term
  const MAX_READINGS = 5; // phrases tried for letters that may be pinyin
  const MAX_TYPOS = 4; // words tried for a misspelt one
  const MAX_HAN_TERM = 8; // characters of the longest term cut from a run of Han characters, or searched for slips
  const MAX_ABBREVIATION = 6; // characters of the longest Chinese abbreviation
  const MAX_ACRONYM = 7; // letters of the longest English acronym
  const MAX_PHRASE_WORDS = 4; // words of the longest English phrase with synonyms
  const MAX_PINYIN_WORDS = 8; // words of the longest pinyin phrase

  const PLAIN = "#plain"; // the anchor of what the site says of a thing in everyday words
  const SEPARATORS = /[\s,;:!?。、，；：！？]+/; // between the phrases of a query

  // What all index parts share: see `add`
  const charVariants = new Map(); // Traditional or variant character -> the character that it folds to
  const synonyms = new Map(); // folded phrase -> phrases of the texts that mean the same
  const numberWords = new Map(); // word beside a number -> the kind that it names, or ""
  const fillers = new Set(); // words of which sentences are made
  let soundTable = { runs: "", more: {} }; // see `getReadings`
  let knownReadings = null; // Han character -> its pinyin syllables

  // The index
  let parts; // as they were added
  let records; // address -> record
  let passages; // {record, text, folded, script, isTitle, anchor, label, locale, isFirst}
  let postings; // token -> numbers of the passages that contain it, ascending
  let wordsByStem; // stem -> words of the texts
  let firstCounts; // passages of first parts, by script
  let idfs; // token -> inverse document frequency
  let derived; // name -> what is derived from all texts when it is needed

  function clear() {
    parts = [];
    records = new Map();
    passages = [];
    postings = new Map();
    wordsByStem = new Map();
    firstCounts = { han: 0, latin: 0 };
    idfs = new Map();
    derived = new Map();
  }
  clear();

  // --- indexing

  // Add a part of the index. The first part of a locale brings the tables too: synonyms, number words, fillers,
  // character variants, sounds.
  function add(part) {
    for (const [phrase, others] of Object.entries(part.same || {})) {
      synonyms.set(phrase, getSynonyms(phrase).concat(others));
      derived.clear();
    }
    for (const [word, kind] of Object.entries(part.numbers || {})) numberWords.set(word, kind);
    for (const word of part.stops || []) fillers.add(word);
    if (part.fold) {
      const [from, to] = part.fold;
      for (let i = 0; i < from.length; i++) charVariants.set(from[i], to[i]);
      soundTable = part.sounds;
      knownReadings = null;
      // Earlier parts were folded without these variants.
      const earlier = parts;
      clear();
      earlier.forEach(indexPart);
    }
    indexPart(part);
  }

  function indexPart(part) {
    parts.push(part);
    for (const entry of part.records) {
      const record = updateRecord(entry);
      if (!record.titles.has(part.locale)) indexPassage(part, record, entry.title, true, "", "");
      record.titles.set(part.locale, entry.title);
      for (const name of entry.names || []) indexPassage(part, record, name, true, "", "");
      (entry.clauses || []).forEach((text, i) => {
        indexPassage(part, record, text, false, `#c-${record.number}-${i + 1}`, `${record.number}.${i + 1}`);
      });
      for (const [anchor, text] of entry.pieces || []) indexPassage(part, record, text, false, anchor, "");
      if (entry.plain) indexPassage(part, record, entry.plain, false, PLAIN, "");
    }
    derived = new Map();
    idfs = new Map();
  }

  // The record of an entry; what one part leaves out another may say.
  function updateRecord(entry) {
    let record = records.get(entry.address);
    if (!record) {
      record = { kind: entry.kind, address: entry.address, number: entry.number || "", titles: new Map() };
      record.order = records.size;
      records.set(entry.address, record);
    }
    record.area = entry.area || record.area;
    record.status = entry.status || record.status;
    record.agencies = entry.agencies || record.agencies;
    return record;
  }

  function indexPassage(part, record, text, isTitle, anchor, label) {
    const number = passages.length;
    const folded = foldText(text);
    const script = hasHan(folded) ? "han" : "latin";
    const isFirst = Boolean(part.first);
    passages.push({ record, text, folded, script, isTitle, anchor, label, locale: part.locale, isFirst });
    if (isFirst) firstCounts[script]++;
    for (const token of tokenizeText(folded)) {
      let numbers = postings.get(token);
      if (!numbers) {
        numbers = [];
        postings.set(token, numbers);
        if (/^[a-z]/.test(token)) wordsByStem.set(stem(token), getForms(token).concat(token));
      }
      if (numbers[numbers.length - 1] !== number) numbers.push(number);
    }
  }

  function foldText(text, offsets) {
    return fold(text, charVariants, offsets);
  }

  // --- looking up

  // The words of the texts with the same stem.
  function getForms(word) {
    return wordsByStem.get(stem(word)) || [];
  }

  function getSynonyms(phrase) {
    return synonyms.get(phrase) || [];
  }

  // The synonyms of a word and of its family, in all the forms that the texts have.
  function getFamilySynonyms(word) {
    const found = new Set();
    for (const key of [word, ...getFamily(word, "synonyms", synonyms.keys())]) {
      for (const other of getSynonyms(key)) [other, ...getForms(other)].forEach((form) => found.add(form));
    }
    return [...found];
  }

  // The words of a list that are of a word's family; `name` is that of the list.
  function getFamily(word, name, words) {
    const families = deriveOnce(`families of ${name}`, () => {
      const made = new Map();
      for (const one of words) made.set(findRoot(one), (made.get(findRoot(one)) || []).concat(one));
      return made;
    });
    return families.get(findRoot(word)) || [];
  }

  // The inverse document frequency of a token: the logarithm of passages in all to passages that contain it.
  // Counted in first parts, so that the ranking stays the same when others are added.
  function getIdf(token) {
    let known = idfs.get(token);
    if (known === undefined) {
      const counts = { han: 0, latin: 0 };
      for (const number of postings.get(token) || []) {
        if (passages[number].isFirst) counts[passages[number].script]++;
      }
      // A word such as 5G stands in texts of both scripts: it is counted among Latin ones if any contains it.
      const script = hasHan(token) || (counts.han && !counts.latin) ? "han" : "latin";
      known = Math.max(MIN_IDF, Math.log(Math.max(2, firstCounts[script]) / (counts[script] || UNSEEN_COUNT)));
      idfs.set(token, known);
    }
    return known;
  }

  // What a passage scores that contains all of a phrase.
  function scorePhrase(phrase) {
    return tokenizeQuery(phrase).reduce((sum, token) => sum + (postings.has(token) ? getIdf(token) : 0), 0);
  }

  // The numbers of the passages that contain a phrase unbroken.
  function findPassages(phrase) {
    const lists = tokenizeQuery(phrase).map((token) => postings.get(token) || []);
    lists.sort((a, b) => a.length - b.length);
    return (lists[0] || []).filter((number) => containsPhrase(passages[number].folded, phrase));
  }

  // Derive something from all texts, once for the parts that are there.
  function deriveOnce(name, make) {
    if (!derived.has(name)) derived.set(name, make());
    return derived.get(name);
  }

  // All folded texts of a script, or its titles only, a line each; but for everyday words: letters and slips are taken
  // to mean what documents say.
  function joinTexts(script, titlesOnly) {
    return deriveOnce(`${script} ${titlesOnly ? "titles" : "texts"}`, () =>
      passages
        .filter((passage) => passage.script === script && passage.anchor !== PLAIN && (passage.isTitle || !titlesOnly))
        .map((passage) => passage.folded)
        .join("\n")
    );
  }

  // The phrases that an expression matches in the texts of a script, or in their titles only, the most frequent first.
  function findMatches(pattern, script, titlesOnly) {
    return countMatches(pattern, joinTexts(script, titlesOnly), MAX_VARIANTS).map(([phrase]) => phrase);
  }

  // The words of the texts, sorted.
  function listWords() {
    return deriveOnce("words", () => [...postings.keys()].filter((token) => !hasHan(token)).sort());
  }

  // The words of the texts and their stems, to compare misspelt ones with: {form, word, mask}.
  function listSpellings() {
    return deriveOnce("spellings", () => {
      const found = [];
      for (const word of listWords()) {
        for (const form of new Set([word, stem(word)])) {
          if (form.length > 3) found.push({ form, word, mask: maskLetters(form) });
        }
      }
      return found;
    });
  }

  // --- Chinese expansion: homophones, slips, abbreviations

  // The pinyin syllables of each character. The table of sounds spells the 3,755 commonest characters in the order of
  // GB 2312, which follows pinyin and which every browser knows, as syllables and lengths of runs (Ba18ai8: 18 times
  // ba, 8 times bai; a syllable's first letter is given where it changes); other characters one by one.
  function getReadings() {
    if (knownReadings) return knownReadings;
    const found = new Map();
    const bytes = [];
    for (let high = 0xb0; high <= 0xd7; high++) {
      for (let low = 0xa1; low <= (high === 0xd7 ? 0xf9 : 0xfe); low++) bytes.push(high, low);
    }
    let common = "";
    try {
      common = new TextDecoder("gbk").decode(new Uint8Array(bytes));
    } catch (error) {
      // No such decoder: only the characters listed one by one have a reading.
    }
    let start = 0;
    let first = "";
    for (const run of soundTable.runs.match(/[A-Z]?[a-z]*\d+/g) || []) {
      const [, letter, rest, length] = /([A-Z]?)([a-z]*)(\d+)/.exec(run);
      const end = start + Number(length);
      first = letter.toLowerCase() || first;
      addReading(common.slice(start, end), first + rest);
      start = end;
    }
    for (const [syllable, characters] of Object.entries(soundTable.more)) addReading(characters, syllable);
    knownReadings = found;
    return found;

    function addReading(characters, syllable) {
      for (const character of characters) found.set(character, (found.get(character) || []).concat(syllable));
    }
  }

  // The characters of the texts by syllable; `isBlurred` as southern speakers may hear it.
  function groupBySyllable(isBlurred) {
    return deriveOnce(isBlurred ? "blurred syllables" : "syllables", () => {
      const found = new Map();
      for (const [character, syllables] of getReadings()) {
        if (!postings.has(character)) continue;
        for (const syllable of syllables) {
          const key = isBlurred ? blurSyllable(syllable) : syllable;
          found.set(key, (found.get(key) || "") + character);
        }
      }
      return found;
    });
  }

  // An expression for whatever sounds like a phrase, or "" where nothing in the texts can.
  function makeHomophonePattern(phrase, isBlurred) {
    const characters = groupBySyllable(isBlurred);
    const classes = phrase
      .split("")
      .map((character) =>
        (getReadings().get(character) || [])
          .map((syllable) => characters.get(isBlurred ? blurSyllable(syllable) : syllable) || "")
          .join("")
      );
    return joinClasses(classes);
  }

  // An expression for one character of each class after the other, or "" if a class is empty.
  function joinClasses(classes) {
    return classes.every(Boolean) ? `[${classes.join("][")}]` : "";
  }

  // Phrases of the texts that sound like this one: exactly if there are any, else blurred. Too many pairs of
  // characters sound alike blurred.
  function findHomophones(phrase) {
    for (const isBlurred of phrase.length < 3 ? [false] : [false, true]) {
      const pattern = makeHomophonePattern(phrase, isBlurred);
      const found = pattern ? findMatches(pattern, "han", false) : [];
      if (found.length) return found;
    }
    return [];
  }

  function findSlips(phrase) {
    const isFit = phrase.length > 2 && phrase.length <= MAX_HAN_TERM;
    return isFit ? findMatches(makeSlipPattern(phrase), "han", false) : [];
  }

  // Phrases of titles that contain these characters in this order, near each other.
  function findAbbreviated(phrase) {
    if (phrase.length > MAX_ABBREVIATION) return [];
    return findMatches(phrase.split("").join("[^\\n]{0,4}?"), "han", true);
  }

  // The longest part of a phrase, three characters or more, that no text contains but that sounds like something
  // that texts do contain: {part, found} or null.
  function findMisheardPart(phrase) {
    const canSound = []; // whether each pair of neighbours sounds like one in the texts
    for (let i = 0; i + 1 < phrase.length; i++) {
      const pattern = makeHomophonePattern(phrase.slice(i, i + 2), true);
      canSound.push(pattern !== "" && new RegExp(pattern).test(joinTexts("han", false)));
    }
    for (let length = Math.min(MAX_HAN_TERM, phrase.length); length > 2; length--) {
      for (let i = 0; i + length <= phrase.length; i++) {
        const part = phrase.slice(i, i + length);
        const isCandidate = canSound.slice(i, i + length - 1).every(Boolean) && !findPassages(part).length;
        const found = isCandidate ? findHomophones(part) : [];
        if (found.length) return { part, found };
      }
    }
    return null;
  }

  // --- Latin expansion: pinyin, longer words, misspelt words, acronyms

  // Phrases of the texts that letters read as pinyin: whole syllables, or else, unless `wholeOnly`, syllables and
  // initials mixed, at least three: {found, isWhole} or null. Fewer syllables are likelier.
  function findPinyin(letters, wholeOnly) {
    for (const withInitials of wholeOnly ? [false] : [false, true]) {
      let best = null;
      for (const tokens of splitPinyin(letters, isSyllable, withInitials)) {
        if ((withInitials && tokens.length < 3) || (best && best.length <= tokens.length)) continue;
        const pattern = joinClasses(tokens.map(findCharacters));
        const found = pattern ? countMatches(pattern, joinTexts("han", false), MAX_READINGS) : [];
        if (found.length) best = { found, isWhole: !withInitials, length: tokens.length };
      }
      if (best) return best;
    }
    return null;
  }

  function isSyllable(token) {
    return groupBySyllable(false).has(token);
  }

  // The characters of the texts whose syllable is a token, or begins with it.
  function findCharacters(token) {
    const characters = groupBySyllable(false);
    if (characters.has(token)) return characters.get(token);
    let found = "";
    for (const [syllable, own] of characters) {
      if (syllable.startsWith(token)) found += own;
    }
    return found;
  }

  // Whether the texts contain a word, another form of it, or a longer word that begins so.
  function isKnownWord(word) {
    return postings.has(word) || getForms(word).length > 0 || findCompletions(word).length > 0;
  }

  function findCompletions(word) {
    return word.length > 2 ? findByPrefix(listWords(), word) : [];
  }

  // The words of the texts nearest to a misspelt one, the commonest first: {word, distance, count}. One edit in up
  // to seven letters, two in more; of four letters only swaps, since too many words of four differ in one.
  function findClosestWords(word) {
    const mask = maskLetters(word);
    let least = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    let closest = [];
    for (const spelling of listSpellings()) {
      const { form } = spelling;
      if (Math.abs(form.length - word.length) > least) continue;
      // One edit changes two letters of the mask at most; this is quicker to find out.
      if (compareMasks(mask, spelling.mask) > 2 * least) continue;
      const distance = editDistance(word, form, least);
      if (distance > least || (word.length === 4 && form.length === 4 && mask !== spelling.mask)) continue;
      if (distance < least) closest = [];
      least = distance;
      closest.push({ word: spelling.word, distance, count: postings.get(spelling.word).length });
    }
    return closest.sort((a, b) => b.count - a.count).slice(0, MAX_TYPOS);
  }

  // Phrases of English titles whose words begin with these letters.
  function findAcronym(letters) {
    if (letters.length < 3 || letters.length > MAX_ACRONYM) return [];
    return findMatches(`\\b${letters.split("").join("[a-z]* (?:(?:and|of|the|for|on|in) )*")}[a-z]*`, "latin", true);
  }

  // Whether texts write a word in capitals only: an acronym, whose words a title may spell out.
  function isInCapitals(word) {
    const numbers = postings.get(word) || [];
    return numbers.length > 0 && numbers.every((number) => passages[number].text.includes(word.toUpperCase()));
  }

  // --- queries

  // A term: what was typed, and its variants. `isKnown` tells whether the texts know it; `suggestion` is how it may
  // have been meant, or ""; `isSpelt` tells that letters spell Han characters.
  function makeTerm(text, variants, suggestion = "", isKnown = true, isSpelt = false) {
    return { text, variants, suggestion, isKnown, isSpelt };
  }

  // A variant whose tokens match one by one.
  function makeLoose(text, weight = 1) {
    return { text, weight, isPhrase: false };
  }

  // Variants that match only as a whole.
  function makePhrases(texts, weight) {
    return texts.map((text) => ({ text, weight, isPhrase: true }));
  }

  // Parse a query: {folded, meant, number, terms}; `meant` is the folded query with its terms as suggested, or as
  // the texts put them.
  function parseQuery(query) {
    const text = query.slice(0, MAX_QUERY).normalize("NFKC");
    let terms = [];
    let words = []; // Latin words that follow each other
    for (const piece of text.split(SEPARATORS)) {
      for (const run of splitRuns(foldText(piece))) {
        if (hasHan(run)) {
          terms.push(...parseWords(words), ...parseHan(run));
          words = [];
        } else words.push(run);
      }
    }
    terms.push(...parseWords(words));
    const telling = terms.filter((term) => !fillers.has(term.text));
    if (telling.length) terms = telling;
    const meant = terms.map((term) => term.suggestion || getSynonyms(term.text)[0] || term.text).join(" ");
    return { folded: foldText(text), meant: foldText(meant), number: parseNumber(text), terms };
  }

  // Split a run of Han characters at phrases that have synonyms and at fillers, unless a text contains all of it.
  function parseHan(run) {
    if (getSynonyms(run).length || findPassages(run).length) return [expandHan(run)];
    const terms = [];
    let rest = "";
    for (let i = 0; i < run.length; ) {
      let length = Math.min(MAX_HAN_TERM, run.length - i);
      while (length > 1 && !getSynonyms(run.substr(i, length)).length && !fillers.has(run.substr(i, length))) length--;
      const phrase = run.substr(i, length);
      const isFiller = fillers.has(phrase);
      if (isFiller || length > 1) {
        takeRest();
        if (!isFiller) terms.push(expandHan(phrase));
      } else rest += phrase;
      i += length;
    }
    takeRest();
    return terms.length ? terms : [expandHan(run)];

    // A single character left over between phrases (的, 里) says nothing.
    function takeRest() {
      if (rest.length > 1 || rest === run) terms.push(expandHan(rest));
      rest = "";
    }
  }

  function expandHan(phrase) {
    const own = [makeLoose(phrase), ...makePhrases(getSynonyms(phrase), WEIGHTS.synonym)];
    if (own.length > 1 || phrase.length < 2 || findPassages(phrase).length) return makeTerm(phrase, own);
    const homophones = findHomophones(phrase);
    if (homophones.length) {
      const isShort = phrase.length < 3;
      const variants = makePhrases(homophones, isShort ? WEIGHTS.shortHomophone : WEIGHTS.homophone);
      // Two characters that merely sound like two neighbours are no suggestion, unless a title contains them.
      const likeliest = homophones[0];
      const isLikely = !isShort || joinTexts("han", true).includes(likeliest);
      return makeTerm(phrase, [...own, ...variants], isLikely ? likeliest : "");
    }
    const slips = findSlips(phrase);
    if (slips.length) return makeTerm(phrase, [...own, ...makePhrases(slips, WEIGHTS.slip)], slips[0]);
    const abbreviated = findAbbreviated(phrase);
    if (abbreviated.length) return makeTerm(phrase, [...own, ...makePhrases(abbreviated, WEIGHTS.abbreviation)]);
    const misheard = findMisheardPart(phrase);
    if (misheard) {
      const variants = [...own, ...makePhrases(misheard.found, WEIGHTS.homophone)];
      return makeTerm(phrase, variants, phrase.replace(misheard.part, misheard.found[0]));
    }
    if (scorePhrase(phrase)) return makeTerm(phrase, own);
    return makeTerm(
      phrase,
      phrase.split("").map((character) => makeLoose(character, WEIGHTS.character))
    );
  }

  // Split Latin words that follow each other into terms, of several words where those belong together.
  function parseWords(words) {
    const terms = [];
    for (let i = 0; i < words.length; ) {
      const { length, term } = takePhrase(words, i) ||
        takePinyin(words, i) ||
        takeCompound(words, i) || { length: 1, term: expandWord(words[i]) };
      terms.push(term);
      i += length;
    }
    return terms;
  }

  // Words that together have a synonym.
  function takePhrase(words, start) {
    for (let end = Math.min(words.length, start + MAX_PHRASE_WORDS); end > start + 1; end--) {
      const phrase = words.slice(start, end).join(" ");
      const others = getSynonyms(phrase);
      if (others.length) {
        return {
          length: end - start,
          term: makeTerm(phrase, [makeLoose(phrase), ...makePhrases(others, WEIGHTS.synonym)]),
        };
      }
    }
    return null;
  }

  // Words that together are pinyin, where at least one of them is no word of the texts.
  function takePinyin(words, start) {
    for (let end = Math.min(words.length, start + MAX_PINYIN_WORDS); end > start + 1; end--) {
      const syllables = words.slice(start, end);
      const letters = syllables.join("");
      if (syllables.every(isKnownWord) || !/^[a-z]+$/.test(letters)) continue;
      const pinyin = findPinyin(letters, true);
      if (pinyin) return { length: end - start, term: makePinyinTerm(syllables.join(" "), pinyin) };
    }
    return null;
  }

  // Two words that the texts write as one.
  function takeCompound(words, start) {
    const compound = words.slice(start, start + 2).join("");
    if (start + 1 === words.length || !postings.has(compound) || /^\d/.test(compound)) return null;
    return { length: 2, term: makeTerm(compound, [makeLoose(compound)]) };
  }

  // Whole syllables are sure; of initials, the phrases that the texts contain more often are likelier.
  function makePinyinTerm(text, { found, isWhole }) {
    const [[likeliest, most]] = found;
    const variants = found.map(([phrase, count]) => ({
      text: phrase,
      weight: isWhole ? WEIGHTS.pinyin : (WEIGHTS.initials * count) / most,
      isPhrase: true,
    }));
    return makeTerm(text, variants, likeliest, true, true);
  }

  function expandWord(word) {
    const variants = [
      makeLoose(word),
      ...makePhrases(getFamilySynonyms(word), WEIGHTS.synonym),
      ...makePhrases(
        getForms(word).filter((form) => form !== word),
        WEIGHTS.otherForm
      ),
    ];
    if (/\d/.test(word)) return makeTerm(word, variants);
    if (!getForms(word).length) variants.push(...makePhrases(getFamily(word, "texts", listWords()), WEIGHTS.family));
    variants.push(...makePhrases(findCompletions(word), WEIGHTS.completion));
    if (isInCapitals(word)) variants.push(...makePhrases(findAcronym(word), WEIGHTS.acronym));
    if (variants.length > 1 || postings.has(word)) return makeTerm(word, variants);
    for (let i = 1; i < word.length; i++) {
      const apart = `${word.slice(0, i)} ${word.slice(i)}`;
      if (findPassages(apart).length) return makeTerm(word, makePhrases([apart], WEIGHTS.otherForm));
    }
    const closest = findClosestWords(word);
    // Where one edit makes it a word, it is no pinyin with initials.
    const pinyin = findPinyin(word, closest.length > 0 && closest[0].distance === 1);
    if (pinyin && word.length > 2) return makePinyinTerm(word, pinyin);
    const acronym = findAcronym(word);
    if (acronym.length) return makeTerm(word, [...variants, ...makePhrases(acronym, WEIGHTS.acronym)]);
    for (const near of closest) {
      variants.push(...makePhrases([near.word], WEIGHTS.typo - WEIGHTS.perEdit * near.distance));
      variants.push(...makePhrases(getSynonyms(near.word), WEIGHTS.typoSynonym));
    }
    return makeTerm(word, variants, closest.length ? closest[0].word : "", false);
  }

  // The number that a query asks for: nothing but a number, as 17, 17.2 or 第十七项, or one whose kind is named, as
  // in task 17 or 任务17有哪些条款; the last that is named counts (area 9 task 21). {text, kind, isWhole} or null;
  // `isWhole` tells that the query says nothing else.
  function parseNumber(query) {
    const text = Array.from(query.toLowerCase(), (character) => charVariants.get(character) || character).join("");
    const words = [...numberWords.keys()].sort((a, b) => b.length - a.length);
    const word = `(?:${words.join("|").replace(/\./g, "\\.")})`;
    const number = "([一二三四五六七八九十百]+|\\d{1,3}(?:[.·点-]\\d{1,3})?)";
    const between = "[\\s:.#()【】《》“”\"'、。-]*";
    const expression = new RegExp(
      `(^|[^a-z0-9])((?:${word}${between})*)${number}(?:st|nd|rd|th)?((?:\\s*${word})*)(?![a-z0-9]|\\s*\\d)`,
      "g"
    );
    let asked = null;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      const around = match[2] + match[4];
      const named = words.find((one) => numberWords.get(one) && around.includes(one));
      const kind = named ? numberWords.get(named) : "";
      const rest = text.slice(0, match.index) + text.slice(match.index + match[0].length);
      const isWhole = splitRuns(foldText(rest)).every((run) => fillers.has(run) || numberWords.has(run));
      const digits = /\d/.test(match[3]) ? match[3].replace(/[·点-]/, ".") : String(parseChineseNumber(match[3]));
      if (isWhole || kind) asked = { text: digits.replace(/^0+(?=\d)/, ""), kind, isWhole };
    }
    return asked;
  }

  // Whether the parts that are loaded know all that a query says, if only misspelt, so that those of another language
  // are not needed.
  function knows(query) {
    const { number, terms } = parseQuery(query);
    return (
      Boolean(number) ||
      terms.every((term) =>
        hasHan(term.text) ? firstCounts.han > 0 : term.isKnown || term.suggestion || term.text.length < 2
      )
    );
  }

  // The words of a query that no text contains, in any form, as they were typed; pinyin counts as what it spells.
  function findLacking(query) {
    const { number, terms } = parseQuery(query);
    if (number) return [];
    const lacking = terms.filter(({ text, isSpelt }) => !isSpelt && !getForms(text).length && !findPassages(text).length);
    return lacking.map(({ text }) => unfold(query, text));
  }

  // --- ranking

  // What each passage scores for a term: number of the passage -> score.
  function scoreTerm(term) {
    const scores = new Map();
    for (const { text, weight, isPhrase } of term.variants) {
      const own = new Map();
      if (isPhrase) {
        const score = weight * scorePhrase(text);
        for (const number of findPassages(text)) own.set(number, score);
      } else {
        for (const token of tokenizeQuery(text)) {
          for (const number of postings.get(token) || []) increase(own, number, weight * getIdf(token));
        }
      }
      for (const [number, score] of own) raise(scores, number, score);
    }
    return scores;
  }

  function increase(scores, key, score) {
    scores.set(key, (scores.get(key) || 0) + score);
  }

  function raise(scores, key, score) {
    scores.set(key, Math.max(score, scores.get(key) || 0));
  }

  // Rank what a query finds: {terms, hits, clauses, suggestion}. A hit is {record, score, passage, quote}: its best
  // passage, and its best one that is not a title, if any. The suggestion is the query as it may have been meant, in
  // the script of `locale`, or "".
  function search(query, locale) {
    const parsed = parseQuery(query);
    let scores = new Map(); // number of a passage -> score for all terms
    const unions = new Map(); // record -> sum of its best score for each term
    for (const term of parsed.terms) {
      const best = new Map();
      for (const [number, termScore] of scoreTerm(term)) {
        const passage = passages[number];
        const score = termScore * (passage.isTitle ? TITLE_BOOST : passage.anchor === PLAIN ? PLAIN_SHARE : 1);
        increase(scores, number, score);
        raise(best, passage.record, score);
      }
      for (const [record, score] of best) increase(unions, record, score);
    }
    for (const [number, score] of scores) scores.set(number, score * getPhraseBoost(passages[number], parsed));
    if (parsed.number) scores = rankNumber(parsed.number, scores);
    const scored = [...scores].map(([number, score]) => {
      const passage = passages[number];
      return { record: passage.record, passage, score };
    });
    return {
      terms: parsed.terms,
      hits: selectHits(mergeByRecord(scored, unions)),
      clauses: selectHits(scored.filter(({ passage }) => passage.label)),
      suggestion: suggest(parsed.terms, locale),
    };
  }

  // The hits of records, from the scores of their passages.
  function mergeByRecord(scored, unions) {
    const byRecord = new Map();
    for (const one of scored) byRecord.set(one.record, (byRecord.get(one.record) || []).concat(one));
    return [...byRecord].map(([record, own]) => {
      const sum = own.reduce((total, { score }) => total + score, 0);
      const [best] = own.sort(compareHits);
      const quote = own.find(({ passage }) => !passage.isTitle);
      const extra = UNION_SHARE * (unions.get(record) || 0) + OTHERS_SHARE * (sum - best.score);
      return { record, score: best.score + extra, passage: best.passage, quote: quote && quote.passage };
    });
  }

  // By how much more a passage scores that contains the whole query, as typed or as meant.
  function getPhraseBoost(passage, { folded, meant }) {
    const phrase = [folded, meant].find((one) => containsPhrase(passage.folded, one));
    if (!phrase) return 1;
    const extra = passage.isTitle ? ((WHOLE_TITLE_BOOST - PHRASE_BOOST) * phrase.length) / passage.folded.length : 0;
    return PHRASE_BOOST + extra;
  }

  // Put what bears the number asked for before everything else; where a query names nothing but a number and its kind,
  // there is nothing else.
  function rankNumber({ text, kind, isWhole }, scores) {
    const bearers = new Map();
    passages.forEach(({ record, label, isTitle }, number) => {
      const bears = label ? label === text : isTitle && record.number === text && (!kind || kind === record.kind);
      if (bears) bearers.set(number, NUMBER_SCORE);
    });
    return kind && isWhole && bearers.size ? bearers : new Map([...scores, ...bearers]);
  }

  // The best hits first; of each kind only those that score a fair share of its best.
  function selectHits(hits) {
    const best = new Map();
    for (const { record, score } of hits) raise(best, record.kind, score);
    return hits.filter(({ record, score }) => score >= MIN_SHARE * best.get(record.kind)).sort(compareHits);
  }

  function compareHits(a, b) {
    return b.score - a.score || a.record.order - b.record.order;
  }

  // --- showing

  function suggest(terms, locale) {
    if (!terms.some((term) => term.suggestion)) return "";
    return terms
      .map((term) => (term.suggestion ? restoreForm(term.suggestion, locale) : term.text))
      .join(" ")
      .replace(new RegExp(`([${HAN}]) (?=[${HAN}])`, "g"), "$1");
  }

  // A folded phrase as the texts of a locale write it.
  function restoreForm(phrase, locale) {
    const number = findPassages(phrase).find((one) => passages[one].locale === locale);
    if (number === undefined) return phrase;
    return unfold(passages[number].text, phrase);
  }

  // A folded phrase as a text that contains it writes it.
  function unfold(text, phrase) {
    const offsets = [];
    const at = findPhrase(foldText(text, offsets), phrase, 0);
    return at < 0 ? phrase : text.slice(offsets[at], offsets[at + phrase.length - 1] + 1);
  }

  // The ranges of a text that terms match: [[start, end], …].
  function highlight(text, terms) {
    const offsets = [];
    const folded = foldText(text, offsets);
    const matches = [];
    for (const { variants } of terms) {
      for (const { text: phrase, isPhrase } of variants) {
        if (containsPhrase(folded, phrase)) matches.push(phrase);
        else if (!isPhrase) matches.push(...tokenizeQuery(phrase).filter((token) => getIdf(token) > MIN_HIGHLIGHT_IDF));
      }
    }
    return findRanges(matches, folded, offsets);
  }

  // The same passage in another locale, or null; only passages with an anchor can be told apart.
  function translate(passage, locale) {
    const isSame = (other) =>
      other.record === passage.record && other.anchor === passage.anchor && other.locale === locale;
    return (passage.anchor && passages.find(isSame)) || null;
  }

  root.policySearch = {
    add,
    findLacking,
    fold: foldText,
    getRecord: (address) => records.get(address),
    highlight,
    isPlain: (passage) => passage.anchor === PLAIN,
    knows,
    search,
    translate,
  };
})(this);
