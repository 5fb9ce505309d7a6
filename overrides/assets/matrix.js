// The matrix of agencies and tasks: selects hide rows and count the others; a click on a square says what it shows.
(function () {
  "use strict";
  const form = document.querySelector("form.sift");
  const table = document.querySelector(".matrix table");
  if (!form || !table) return;
  const rows = [...table.tBodies[0].rows];
  const count = form.querySelector("output");
  const heads = [...table.tHead.rows[1].cells];
  const before = table.querySelector("td.duty") ? 2 : 1; // cells of a row before its squares
  const choices = [...form.querySelectorAll("select")];
  const chosen = (name) => choices.find((select) => select.name === name) || { value: "", selectedIndex: 0 };

  form.addEventListener("change", () => {
    const task = chosen("task").selectedIndex - 1;
    const state = chosen("state").value || (task < 0 ? "" : "is-");
    const duty = chosen("duty").value;
    for (const row of rows) {
      const squares = task < 0 ? [...row.cells] : [row.cells[before + task]];
      row.hidden =
        (state && !squares.some((cell) => ` ${cell.className}`.includes(` ${state}`))) ||
        (duty && !row.dataset.duty.split(" ").includes(duty));
    }
    const left = rows.filter((row) => !row.hidden).length;
    table.tFoot.hidden = left < rows.length; // its counts are those of all rows
    count.textContent = form.dataset.count.replace("%n", left).replace("%m", rows.length);
  });
  form.hidden = false;
  const asked = new URLSearchParams(location.search); // other pages link to what they are about
  for (const select of choices) {
    const value = asked.get(select.name);
    if (![...select.options].some((option) => option.value && option.value === value)) continue;
    select.value = value;
    form.dispatchEvent(new Event("change"));
  }

  const name = document.createElement("p");
  name.className = "named";
  name.setAttribute("role", "status");
  table.parentNode.append(name);
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    const words = cell && cell.querySelector("i + b");
    if (!words) return;
    const row = cell.parentNode;
    const task = heads[cell.cellIndex - before].querySelector("a").cloneNode(true);
    name.replaceChildren(row.cells[0].textContent, " · ", words.textContent, " · ", task);
  });
})();
