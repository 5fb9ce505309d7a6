// Runs the form's functions on what comes in as JSON: submissions to check with their context, trees to write.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { compileFunction } = require("node:vm");

const filename = path.join(process.env.SCRIPTS, "check.js");
const scope = {};
compileFunction(fs.readFileSync(filename, "utf8"), [], { filename }).call(scope);
const { check, explain, tidySubmission, write } = scope.submission;

const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const { form } = asked;
const answers = {
  checked: asked.check.map(({ tree, context }) =>
    check(tree, Object.assign({ form }, context)).map((fault) => Object.assign(fault, explain(fault, form))),
  ),
  written: asked.write.map((tree) => write(tidySubmission(tree, Object.keys(form.schema.properties)))),
};
process.stdout.write(JSON.stringify(answers));
