"use strict";
(() => {
  const table = document.getElementById("targets");
  const controls = document.getElementById("controls");
  if (!table || !controls) return;
  document.documentElement.classList.add("js");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const picks = Array.from(controls.querySelectorAll("select"));
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const text = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits =
        picks.every((pick) => !pick.value || row.dataset[pick.dataset.filter] === pick.value) &&
        words.every((word) => text.get(row).includes(word));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    found.textContent = found.dataset.words.replace("{shown}", shown);
    for (const tile of document.querySelectorAll("[data-pick]")) {
      tile.setAttribute("aria-pressed", String(tile.dataset.pick === status.value));
    }
  };

  const status = picks.find((pick) => pick.dataset.filter === "status");
  for (const tile of document.querySelectorAll("[data-pick]")) {
    tile.addEventListener("click", () => {
      status.value = status.value === tile.dataset.pick ? "" : tile.dataset.pick;
      show();
      controls.scrollIntoView({ block: "start" });
    });
  }

  const key = (row, column) => {
    const said = row.cells[column].dataset.sort;
    if (said === undefined || said === "") return null;
    const number = Number(said);
    return Number.isNaN(number) ? said : number;
  };
  const compare = (one, other, down) => {
    // what is not known stays below, whichever way the rest is sorted
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    const order = typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));
    return down ? -order : order;
  };
  for (const button of table.tHead.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const head = button.parentElement;
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const column = Number(button.dataset.column);
      const sorted = rows.slice().sort((one, other) => compare(key(one, column), key(other, column), down));
      body.append(...sorted);
    });
  }

  controls.addEventListener("input", show);
  controls.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", () => {
    controls.reset();
    show();
  });
  show();
})();
