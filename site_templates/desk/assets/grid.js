"use strict";
// The score grid: keys as in a spreadsheet, blocks pasted, undo, and every typed cell kept at once by the desk.
// No rule is here: what a cell means and what a row comes to is answered by the desk.
(function () {
  var table = document.querySelector("[data-grid]");
  if (!table) { return; }
  var address = table.getAttribute("data-address");
  var csrf = document.body.getAttribute("data-csrf");
  var rows = Array.prototype.map.call(table.tBodies[0].rows, function (row) {
    return { row: row, id: row.getAttribute("data-pupil"), inputs: Array.prototype.slice.call(row.querySelectorAll("input")) };
  });
  var byId = {};
  var past = [];
  var future = [];
  var waiting = {};
  var sending = false;
  var timer = null;
  var locked = Boolean(table.querySelector("input[readonly]"));
  var said = document.querySelector("[data-sentence]");
  var saved = document.querySelector("[data-saved]");

  rows.forEach(function (one, r) {
    byId[one.id] = one;
    one.inputs.forEach(function (input, c) { input.place = [r, c]; input.last = input.defaultValue; });
  });
  function at(r, c) {
    var one = rows[Math.max(0, Math.min(rows.length - 1, r))];
    return one && one.inputs[Math.max(0, Math.min(one.inputs.length - 1, c))];
  }
  function go(r, c) {
    var input = at(r, c);
    if (input) { input.focus(); input.select(); }
  }

  // --- what was typed, kept and taken back ---------------------------------------------------------------
  function note(cells) {
    if (locked) { return; }
    var step = cells.filter(function (one) { return one[1] !== one[0].last; })
      .map(function (one) { return [one[0], one[0].last, one[1]]; });
    if (!step.length) { return; }
    past.push(step);
    future = [];
    put(step, 2);
  }
  function put(step, which) {
    step.forEach(function (one) {
      var input = one[0];
      input.value = one[which];
      input.last = one[which];
      waiting[rows[input.place[0]].id + "\n" + input.name] = [input.value, input.getAttribute("data-so") || ""];
    });
    soon();
  }
  function back(from, to, which) {
    var step = from.pop();
    if (!step) { return; }
    to.push(step);
    put(step, which);
    step[0][0].focus();
  }
  function soon() {
    saved.textContent = "Đang lưu bản nháp…";
    if (timer === null) { timer = setTimeout(send, 30); }
  }
  function send() {
    timer = null;
    if (sending) { timer = setTimeout(send, 60); return; }
    var taken = waiting;
    var keys = Object.keys(taken);
    if (!keys.length) { return; }
    waiting = {};
    sending = true;
    fetch(address + "/o", {
      method: "POST",
      headers: { "content-type": "application/json", "x-hocba": csrf },
      body: JSON.stringify({ o: keys.map(function (key) { return key.split("\n").concat(taken[key]); }) })
    }).then(function (answer) {
      if (answer.status === 403) { throw { loi: "Cửa sổ này không còn được nhận: bàn làm việc đã mở quá 12 giờ, hoặc đã mở lại.", goi_y: "Mở lại bàn làm việc ở cửa sổ khác, rồi chép sang các ô chưa lưu." }; }
      return answer.json().then(function (said) { if (!answer.ok) { throw said; } return said; });
    }).then(function (found) {
      sending = false;
      show(found);
      saved.textContent = Object.keys(waiting).length ? "Đang lưu bản nháp…" : "Bản nháp đã lưu ở máy này.";
    }).catch(function (wrong) {
      sending = false;
      Object.keys(taken).forEach(function (key) { if (!(key in waiting)) { waiting[key] = taken[key]; } });
      saved.textContent = "CHƯA lưu được bản nháp.";
      said.textContent = (wrong && wrong.loi ? wrong.loi + " " + (wrong.goi_y || "") : "Bàn làm việc không trả lời: giữ trang này mở, chạy lại hocba desk nếu cửa sổ lệnh đã đóng.");
      if (timer === null) { timer = setTimeout(send, 2000); }
    });
  }

  // --- what the desk answers -------------------------------------------------------------------------------
  function show(found) {
    document.querySelector("[data-changes]").textContent = found.doi;
    var faults = document.querySelector("[data-faults]");
    faults.textContent = found.sai;
    faults.classList.toggle("fail", found.sai > 0);
    var clashes = 0;
    rows.forEach(function (one) {
      var told = found.hang[one.id];
      if (!told) { told = { o: null, sai: {}, doi: [], khac: 0 }; }
      clashes += told.khac;
      if (told.ket_qua) {
        one.row.querySelectorAll("[data-told]").forEach(function (cell, place) {
          cell.textContent = told.ket_qua[place] || "";
        });
      }
      one.inputs.forEach(function (input) {
        var wrong = told.sai[input.name];
        if (told.o) { catchUp(one.id, input, told.o[input.name] || ""); }
        if (wrong) { input.setAttribute("aria-invalid", "true"); input.title = wrong; }
        else { input.removeAttribute("aria-invalid"); input.removeAttribute("title"); }
        if (!wrong && told.doi.indexOf(input.name) !== -1) { input.setAttribute("data-changed", ""); }
        else { input.removeAttribute("data-changed"); }
      });
    });
    if (clashes && !document.querySelector("[data-clashes]")) {
      saved.textContent = "Có ô vừa được người khác sửa: tải lại trang để xem cả hai giá trị.";
    }
    explain(document.activeElement);
  }
  // What another window of the same person has typed meanwhile shows here too; what is being typed is left alone.
  function catchUp(id, input, text) {
    if (input === document.activeElement || id + "\n" + input.name in waiting || input.value !== input.last) { return; }
    input.value = text;
    input.last = text;
  }
  function explain(input) {
    said.textContent = input && input.title && input.hasAttribute("aria-invalid") ? input.getAttribute("aria-label") + ": " + input.title : "";
  }

  // --- remarks: the whole sentence beside the grid, its length, phrases ---------------------------------------
  var remark = document.querySelector("[data-remark]");
  var remarkText = remark && remark.querySelector("[data-remark-text]");
  var phrases = Array.prototype.slice.call(document.querySelectorAll("[data-phrase]"));
  var chosen = null;
  function showRemark(input) {
    if (!remark || !input || !input.place || !input.classList.contains("long")) { return; }
    chosen = input;
    remarkText.disabled = false;
    remark.querySelector("[data-remark-label]").textContent = input.getAttribute("aria-label");
    remarkText.value = input.value;
    measure();
  }
  function measure() {
    var longest = Number(chosen.getAttribute("data-longest"));
    var length = remark.querySelector("[data-remark-length]");
    length.textContent = remarkText.value.length + "/" + longest + " kí tự";
    length.classList.toggle("fail", remarkText.value.length > longest);
  }
  function insert(phrase) {
    if (!chosen) { return; }
    var before = chosen.value.trim();
    note([[chosen, before ? before + " " + phrase : phrase]]);
    showRemark(chosen);
    chosen.focus();
  }
  if (remark) {
    remarkText.addEventListener("input", function () {
      chosen.value = remarkText.value.replace(/\s*\n\s*/g, " ");
      measure();
    });
    remarkText.addEventListener("change", function () { note([[chosen, chosen.value]]); });
    remarkText.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === "Escape") {
        event.preventDefault();
        if (event.key === "Escape") { chosen.value = chosen.last; remarkText.value = chosen.last; }
        note([[chosen, chosen.value]]);
        go(chosen.place[0] + (event.key === "Enter" ? 1 : 0), chosen.place[1]);
      }
    });
    table.addEventListener("input", function (event) { if (event.target === chosen) { showRemark(chosen); } });
    phrases.forEach(function (button) {
      button.addEventListener("click", function () { insert(button.textContent); });
    });
    document.addEventListener("keydown", function (event) {
      var number = event.altKey && /^Digit[1-9]$/.test(event.code) ? Number(event.code.slice(5)) : 0;
      if (number && chosen && phrases[number - 1]) {
        event.preventDefault();
        insert(phrases[number - 1].textContent);
      }
    });
  }

  // --- a block of cells, from where it was begun to where one is ---------------------------------------------
  var corner = null;
  var shown = [];
  function bounds() {
    var head = document.activeElement && document.activeElement.place;
    if (!head) { return null; }
    var from = corner || head;
    return {
      top: Math.min(from[0], head[0]), bottom: Math.max(from[0], head[0]),
      left: Math.min(from[1], head[1]), right: Math.max(from[1], head[1])
    };
  }
  function block() {
    var area = bounds(), found = [];
    if (!area) { return found; }
    for (var r = area.top; r <= area.bottom; r += 1) { found.push(rows[r].inputs.slice(area.left, area.right + 1)); }
    return found;
  }
  function paint() {
    shown.forEach(function (input) { input.removeAttribute("data-in"); });
    shown = corner ? [].concat.apply([], block()) : [];
    shown.forEach(function (input) { input.setAttribute("data-in", ""); });
  }
  function single() { corner = null; paint(); }
  function many() { var found = block(); return found.length > 1 || (found[0] || []).length > 1; }
  function extend(r, c) {
    if (!corner) { corner = document.activeElement.place; }
    go(r, c);
    paint();
  }

  // --- keys --------------------------------------------------------------------------------------------------
  var editing = false;   // F2 or a double click: the arrows move within the text.
  var began = null;      // The column from which Tab set out; Enter goes back to it.
  table.addEventListener("change", function (event) { note([[event.target, event.target.value]]); });
  table.addEventListener("focusin", function (event) {
    editing = false;
    explain(event.target);
    showRemark(event.target);
    if (event.target.place && !event.target.classList.contains("long")) { event.target.select(); }
  });
  // A click chooses the whole cell, a double click places the caret, a drag or Shift a block, as in a spreadsheet.
  table.addEventListener("mousedown", function (event) {
    var input = event.target;
    if (!input.place) { return; }
    if (event.shiftKey && document.activeElement.place) {
      event.preventDefault();
      extend(input.place[0], input.place[1]);
      return;
    }
    single();
    began = null;
    if (event.detail > 1) { editing = true; }
    else if (!input.classList.contains("long")) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  table.addEventListener("mouseover", function (event) {
    var input = event.target;
    if (event.buttons === 1 && input.place && document.activeElement.place && input !== document.activeElement) {
      extend(input.place[0], input.place[1]);
    }
  });
  function filled(r, c) { return r >= 0 && c >= 0 && r < rows.length && c < rows[r].inputs.length && at(r, c).value !== ""; }
  function inside(r, c) { return r >= 0 && c >= 0 && r < rows.length && c < rows[r].inputs.length; }
  // Ctrl with an arrow: to the end of the filled cells, or over the empty ones to the next filled cell.
  function edge(r, c, move) {
    var run = filled(r + move[0], c + move[1]);
    while (inside(r + move[0], c + move[1])) {
      if (run && !filled(r + move[0], c + move[1])) { break; }
      r += move[0]; c += move[1];
      if (!run && filled(r, c)) { break; }
    }
    return [r, c];
  }
  function clear() {
    note([].concat.apply([], block()).map(function (input) { return [input, ""]; }));
  }
  function down() {
    var area = bounds(), cells = [];
    if (area.top === area.bottom && area.top > 0) { area.top -= 1; }
    for (var c = area.left; c <= area.right; c += 1) {
      for (var r = area.top + 1; r <= area.bottom; r += 1) { cells.push([at(r, c), at(area.top, c).value]); }
    }
    note(cells);
  }
  function withControl(event, input) {
    var letter = event.key.toLowerCase();
    var undo = letter === "z" && !event.shiftKey;
    var redo = letter === "y" || (letter === "z" && event.shiftKey);
    if ((undo || redo) && input.value === input.last) {
      event.preventDefault();
      single();
      if (undo) { back(past, future, 1); } else { back(future, past, 2); }
    } else if (letter === "d") {
      event.preventDefault();
      note([[input, input.value]]);
      down();
    }
  }
  var ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  table.addEventListener("keydown", function (event) {
    var input = event.target;
    if (!input.place || event.altKey || event.isComposing) { return; }
    var r = input.place[0], c = input.place[1];
    var last = rows[r].inputs.length - 1;
    var whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    var within = editing || (input.classList.contains("long") && !whole && input.value !== "");
    var control = event.ctrlKey || event.metaKey;
    var move = ARROWS[event.key];
    var to = null;
    if (control && event.key === "Enter") {
      event.preventDefault();
      note([[input, input.value]]);
      document.querySelector("[data-send]").focus();
      return;
    }
    if (move && within && move[1]) { return; }
    if (move) { to = control ? edge(r, c, move) : [r + move[0], c + move[1]]; }
    else if (event.key === "Home" && !within) { to = [control ? 0 : r, 0]; }
    else if (event.key === "End" && !within) { to = [control ? rows.length - 1 : r, last]; }
    else if (event.key === "PageDown") { to = [r + 10, c]; }
    else if (event.key === "PageUp") { to = [r - 10, c]; }
    else if (control) { withControl(event, input); return; }
    if (to) {
      event.preventDefault();
      began = null;
      note([[input, input.value]]);
      if (event.shiftKey) { extend(to[0], to[1]); return; }
      single();
      go(to[0], to[1]);
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      note([[input, input.value]]);
      single();
      go(r + (event.shiftKey ? -1 : 1), event.shiftKey || began === null ? c : began);
      began = null;
      return;
    }
    if (event.key === "Tab") {
      var next = event.shiftKey ? (c > 0 ? [r, c - 1] : [r - 1, 1e6]) : (c < last ? [r, c + 1] : [r + 1, 0]);
      if (next[0] < 0 || next[0] >= rows.length) { return; }   // Out of the grid, as on any page.
      event.preventDefault();
      note([[input, input.value]]);
      single();
      if (began === null) { began = c; }
      go(next[0], next[1]);
      return;
    }
    if (event.key === "F2") {
      event.preventDefault();
      editing = true;
      input.setSelectionRange(input.value.length, input.value.length);
      return;
    }
    if (event.key === "Escape") { editing = false; single(); input.value = input.last; input.select(); return; }
    if (event.key === "Delete" && (many() || (whole && !editing))) {
      event.preventDefault();
      clear();
      return;
    }
    if (event.key.length === 1) { single(); }
  });

  // --- blocks to and from a spreadsheet ------------------------------------------------------------------------
  // Cells are apart by tabs, rows by line ends; a cell with either, or with quotes, stands in quotes.
  function cellsOf(text) {
    var found = [[""]], quoted = false;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (var i = 0; i < text.length; i += 1) {
      var sign = text[i], row = found[found.length - 1], cell = row[row.length - 1];
      if (quoted && sign === '"' && text[i + 1] === '"') { row[row.length - 1] += '"'; i += 1; }
      else if (quoted && sign === '"') { quoted = false; }
      else if (!quoted && sign === '"' && cell === "" && /"(?:[^"]|"")*"(?=[\t\n]|$)/.test(text.slice(i))) { quoted = true; }
      else if (!quoted && sign === "\t") { row.push(""); }
      else if (!quoted && sign === "\n") { found.push([""]); }
      else { row[row.length - 1] += sign === "\n" ? " " : sign; }
    }
    return found;
  }
  function fitted(text) {
    return /[\t\n"]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  function take(event) {
    if (!event.target.place || !many()) { return; }
    event.preventDefault();
    event.clipboardData.setData("text", block().map(function (row) {
      return row.map(function (input) { return fitted(input.value); }).join("\t");
    }).join("\r\n"));
    if (event.type === "cut") { clear(); }
  }
  table.addEventListener("copy", take);
  table.addEventListener("cut", take);
  table.addEventListener("paste", function (event) {
    var input = event.target;
    var text = (event.clipboardData || window.clipboardData).getData("text");
    if (!input.place) { return; }
    var lines = cellsOf(text);
    var one = lines.length === 1 && lines[0].length === 1;
    if (one && !many()) { return; }
    event.preventDefault();
    var area = bounds();
    var cells = [];
    var outside = 0;
    if (one) {
      block().forEach(function (row) { row.forEach(function (cell) { cells.push([cell, lines[0][0].trim()]); }); });
    } else {
      lines.forEach(function (line, dr) {
        line.forEach(function (value, dc) {
          var r = area.top + dr, c = area.left + dc;
          if (inside(r, c)) { cells.push([rows[r].inputs[c], value.trim()]); }
          else { outside += 1; }
        });
      });
    }
    note(cells);
    if (outside) { said.textContent = outside + " ô dán ra ngoài bảng, không nhận."; }
    else { input.select(); }
  });
  // What was typed before this script was there counts as well (autocomplete is off: no browser fills cells by itself).
  note([].concat.apply([], rows.map(function (one) {
    return one.inputs.map(function (input) { return [input, input.value]; });
  })));
  // On paper a field shows the beginning of a sentence only: the whole of it is printed in its place.
  window.addEventListener("beforeprint", function () {
    table.querySelectorAll("input.long").forEach(function (input) { input.parentNode.setAttribute("data-whole", input.value); });
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.activeElement && document.activeElement.place) { note([[document.activeElement, document.activeElement.value]]); }
    if (Object.keys(waiting).length) { send(); event.preventDefault(); }
  });
})();
