"use strict";
// Two small comforts; every page works without them.
(function () {
  var KEY = "hocba-che-ten";
  var button = document.querySelector("[data-privacy]");

  function remembered() {
    try { return localStorage.getItem(KEY) === "1"; } catch (error) { return false; }
  }
  function remember(on) {
    try { localStorage.setItem(KEY, on ? "1" : "0"); } catch (error) { /* private window: only this page */ }
  }
  function show(on) {
    document.documentElement.classList.toggle("names-hidden", on);
    button.setAttribute("aria-pressed", on ? "true" : "false");
  }
  if (button) {
    button.hidden = false;
    show(remembered());
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      remember(on);
      show(on);
    });
  }

  // Letters without accents match accented ones, so "nguyen" finds "Nguyễn".
  function plain(text) {
    return text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }
  document.querySelectorAll("[data-filter-for]").forEach(function (field) {
    var table = document.getElementById(field.getAttribute("data-filter-for"));
    var input = field.querySelector("input");
    var status = field.querySelector(".count");
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    var texts = rows.map(function (row) { return plain(row.textContent); });
    field.hidden = false;
    input.addEventListener("input", function () {
      var wanted = plain(input.value.trim());
      var shown = 0;
      rows.forEach(function (row, index) {
        var hit = texts[index].indexOf(wanted) !== -1;
        row.hidden = !hit;
        shown += hit ? 1 : 0;
      });
      status.textContent = wanted ? shown + " học sinh" : "";
    });
  });
})();
