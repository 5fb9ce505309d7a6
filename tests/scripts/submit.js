// Runs the form's functions on what comes in as JSON: submissions to check with their context, trees to write,
// as text and as workbooks.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { compileFunction } = require("node:vm");

const scope = {};
for (const name of ["check.js", "workbook.js"]) {
  const filename = path.join(process.env.SCRIPTS, name);
  compileFunction(fs.readFileSync(filename, "utf8"), [], { filename }).call(scope);
}
const { check, explain, tidySubmission, workbook, write } = scope.submission;

const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const { form } = asked;

async function answer() {
  const blobs = asked.books.map(({ tree, about, names }) => workbook(tree, about, form, (name) => names[name] || ""));
  const books = await Promise.all(blobs.map((blob) => blob.arrayBuffer()));
  return {
    checked: asked.check.map(({ tree, context }) =>
      check(tree, Object.assign({ form }, context)).map((fault) => Object.assign(fault, explain(fault, form))),
    ),
    written: asked.write.map((tree) => write(tidySubmission(tree, Object.keys(form.schema.properties)))),
    books: books.map((bytes) => Buffer.from(bytes).toString("base64")),
  };
}

answer().then((answers) => process.stdout.write(JSON.stringify(answers)));
