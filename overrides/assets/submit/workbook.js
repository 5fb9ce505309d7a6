// The same submission as a workbook, for those who pass spreadsheets on rather than text files. `import` reads it: the
// first row of a list holds the names of its fields, and a hidden sheet says whose report it is.
(function (root) {
  "use strict";

  const { choose } = root.submission;
  const TITLES = { head: "基本情况", reports: "填报", figures: "指标", more: "更多出处", about: "_" };
  const BETWEEN = "；"; // the values of a list in one cell
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const MADE = 0x2821; // 2000-01-01, so that the same report gives the same bytes
  const CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  const SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

  // --- cells

  // Spread a record over cells by the names of their columns; the second and further items of its lists become rows.
  function spread(value, name, cells, more) {
    if (Array.isArray(value) && typeof value[0] === "object") {
      value.forEach((item, index) => {
        const row = index ? {} : cells;
        spread(item, index ? name : `${name}.0`, row, more);
        if (index) more.push(row);
      });
    } else if (Array.isArray(value)) cells[name] = value.join(BETWEEN);
    else if (typeof value === "object") {
      for (const part of Object.keys(value)) {
        if (part !== "zh_hash") spread(value[part], name ? `${name}.${part}` : part, cells, more);
      }
    } else cells[name] = value;
  }

  // The heading of a column, and the names of what can be chosen in it.
  function describe(schema, kind, column) {
    const labels = [];
    let node = kind;
    for (const step of column.split(".").filter((part) => /\D/.test(part))) {
      const given = (node.properties || {})[step];
      if (!given) {
        if (step !== "zh") labels.push(step);
        break;
      }
      node = choose(schema, given, {});
      if (given.description || node.description) labels.push(given.description || node.description);
      if (node.items) node = choose(schema, node.items, {});
    }
    return { label: labels.join("："), choices: new Map(node.choices || []) };
  }

  // The rows of a list: the fields' names, headings, and the records.
  function tabulate({ schema, is_derived }, kind, records, leading) {
    const columns = [...new Set([].concat(leading, ...records.map(Object.keys)))];
    const told = columns.map((column) => describe(schema, kind, column));
    return [
      columns,
      told.map(({ label }, index) => label || columns[index]),
      ...records.map((record) =>
        columns.map((column, index) => {
          const value = record[column] || "";
          return (!is_derived && told[index].choices.get(value)) || value; // choices are read back by value or name
        }),
      ),
    ];
  }

  // The sheets of a submission; `nameOf` gives the words of a task, clause or target.
  function tables(tree, about, form, nameOf) {
    const { schema } = form;
    const sheets = {};
    const more = [];
    const kindOf = (list) => choose(schema, choose(schema, schema.properties[list], []).items, {});
    for (const list of ["reports", "figures"]) {
      const key = list === "reports" ? "ref" : "target";
      const counts = {};
      const records = (tree[list] || []).map((record) => {
        const name = record[key];
        const cells = { [key]: name, "#name": nameOf(name) };
        const further = [];
        spread(record, "", cells, further);
        counts[name] = (counts[name] || 0) + 1;
        const owner = { "@key": name, "@count": counts[name] > 1 ? String(counts[name]) : "" };
        more.push(...further.map((row) => Object.assign({}, owner, row)));
        return cells;
      });
      sheets[list] = tabulate(form, kindOf(list), records, [key, "#name"]);
    }
    sheets.more = tabulate(form, kindOf("reports"), more, ["@key", "@count"]);
    const head = {};
    spread(Object.assign({}, tree, { reports: {}, figures: {} }), "", head, []);
    const own = tabulate(form, schema, [head], []);
    sheets.head = own[0].map((_, index) => own.map((row) => row[index]));
    const columns = { [TITLES.head]: own[0] };
    for (const list of Object.keys(sheets)) if (list !== "head") columns[TITLES[list]] = sheets[list][0];
    sheets.about = Object.entries(Object.assign({ version: "1", columns: JSON.stringify(columns) }, about));
    return sheets;
  }

  // --- XML

  function inXml(text) {
    return [...text]
      .filter((character) => character >= " " || character === "\n") // XML cannot hold the others
      .join("")
      .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_") // which spreadsheets take for a character's number
      .replace(/[&<>"\ufffe\uffff]/g, (character) => (character > "z" ? "" : `&#${character.charCodeAt(0)};`));
  }

  function letters(index) {
    const before = Math.floor(index / LETTERS.length);
    return (before ? letters(before - 1) : "") + LETTERS[index % LETTERS.length];
  }

  function element(name, attributes, ...children) {
    const given = Object.keys(attributes).map((key) => ` ${key}="${attributes[key]}"`);
    return `<${name}${given.join("")}>${children.join("")}</${name}>`;
  }

  function sheetText(rows, isList) {
    const cell = (value, place) =>
      element("c", { r: place, t: "inlineStr" }, element("is", {}, element("t", { "xml:space": "preserve" }, inXml(value))));
    const written = rows.map((row, number) => {
      const cells = row.map((value, index) => (value ? cell(value, letters(index) + (number + 1)) : ""));
      return element("row", isList && !number ? { r: 1, hidden: 1 } : { r: number + 1 }, ...cells);
    });
    const widths = element("cols", {}, element("col", { min: 1, max: 80, width: 32, customWidth: 1 }));
    return element("worksheet", { xmlns: SHEET }, widths, element("sheetData", {}, ...written));
  }

  function bookFiles(sheets) {
    const names = Object.keys(TITLES);
    const type = (extension, kind) => element("Default", { Extension: extension, ContentType: kind });
    const relate = (...targets) =>
      element(
        "Relationships",
        { xmlns: `${PACKAGE}relationships` },
        ...targets.map(([kind, Target], index) => element("Relationship", { Id: `r${index}`, Type: `${OFFICE}/${kind}`, Target })),
      );
    const listed = names.map((name, index) =>
      element("sheet", {
        name: TITLES[name],
        sheetId: index + 1,
        state: name === "about" ? "veryHidden" : "visible",
        "r:id": `r${index}`,
      }),
    );
    return [
      [
        "[Content_Types].xml",
        element(
          "Types",
          { xmlns: `${PACKAGE}content-types` },
          type("rels", "application/vnd.openxmlformats-package.relationships+xml"),
          type("xml", `${CONTENT}worksheet+xml`),
          element("Override", { PartName: "/xl/workbook.xml", ContentType: `${CONTENT}sheet.main+xml` }),
        ),
      ],
      ["_rels/.rels", relate(["officeDocument", "xl/workbook.xml"])],
      ["xl/workbook.xml", element("workbook", { xmlns: SHEET, "xmlns:r": OFFICE }, element("sheets", {}, ...listed))],
      ["xl/_rels/workbook.xml.rels", relate(...names.map((name) => ["worksheet", `worksheets/${name}.xml`]))],
      ...names.map((name) => [`xl/worksheets/${name}.xml`, sheetText(sheets[name], name !== "head" && name !== "about")]),
    ];
  }

  // --- the archive: entries are stored as they are, which needs no library and which every program reads

  function checksum(bytes) {
    let sum = -1;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum;
  }

  // Numbers of two bytes each, the lower byte first; those given as [number] take four.
  function binary(...numbers) {
    const bytes = [];
    for (const number of numbers) {
      const [value, size] = Array.isArray(number) ? [number[0], 4] : [number, 2];
      for (let place = 0; place < size; place += 1) bytes.push((value >>> (8 * place)) & 255);
    }
    return new Uint8Array(bytes);
  }

  function archive(files) {
    const encoder = new TextEncoder();
    const parts = [];
    const directory = [];
    let offset = 0;
    for (const [path, text] of files) {
      const name = encoder.encode(path);
      const data = encoder.encode(DECLARATION + text);
      const common = binary(20, 0x800, 0, 0, MADE, [checksum(data)], [data.length], [data.length], name.length, 0);
      parts.push(binary([0x04034b50]), common, name, data);
      directory.push(binary([0x02014b50], 20), common, binary(0, 0, 0, [0], [offset]), name);
      offset += 30 + name.length + data.length;
    }
    const size = directory.reduce((sum, bytes) => sum + bytes.length, 0);
    const end = binary([0x06054b50], 0, 0, files.length, files.length, [size], [offset], 0);
    return [...parts, ...directory, end];
  }

  root.submission.workbook = (...given) => new Blob(archive(bookFiles(tables(...given))), { type: `${CONTENT}sheet` });
})(this);
