// Loads scripts of the site without a page: each call gives them a scope of their own.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { compileFunction } = require("node:vm");

const FOLDER = process.env.SCRIPTS || path.join(__dirname, "..", "..", "overrides", "assets", "search");

// What the scripts of the search, up to and with the one named, leave in the global scope.
function loadScripts(last) {
  const scope = {};
  for (const name of ["text.js", "engine.js"]) {
    const filename = path.join(FOLDER, name);
    compileFunction(fs.readFileSync(filename, "utf8"), [], { filename }).call(scope);
    if (name === last) break;
  }
  return scope;
}

module.exports = { loadScripts };
