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
        one.row.querySelector("[data-result]").textContent = told.ket_qua[0];
        one.row.querySelector("[data-level]").textContent = told.ket_qua[1];
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
    var longest = Number(remarkText.getAttribute("data-longest"));
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

  // --- keys and paste --------------------------------------------------------------------------------------
  table.addEventListener("change", function (event) { note([[event.target, event.target.value]]); });
  table.addEventListener("focusin", function (event) {
    explain(event.target);
    showRemark(event.target);
    if (event.target.place && !event.target.classList.contains("long")) { event.target.select(); }
  });
  // A click chooses the whole cell, a double click places the caret, as in a spreadsheet.
  table.addEventListener("mousedown", function (event) {
    if (event.target.place && event.detail < 2 && !event.target.classList.contains("long")) {
      event.preventDefault();
      event.target.focus();
      event.target.select();
    }
  });
  table.addEventListener("keydown", function (event) {
    var input = event.target;
    if (!input.place) { return; }
    var r = input.place[0], c = input.place[1];
    var whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    var moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
    if (whole || input.value === "") { moves.ArrowLeft = [0, -1]; moves.ArrowRight = [0, 1]; }
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (event.key === "Enter") {
        event.preventDefault();
        note([[input, input.value]]);
        document.querySelector("[data-send]").focus();
        return;
      }
      var undo = event.key.toLowerCase() === "z" && !event.shiftKey;
      var redo = event.key.toLowerCase() === "y" || (event.key.toLowerCase() === "z" && event.shiftKey);
      if ((undo || redo) && input.value === input.last) {
        event.preventDefault();
        if (undo) { back(past, future, 1); } else { back(future, past, 2); }
      }
      return;
    }
    if (input.readOnly && event.key === "Delete") { return; }
    if (event.key === "Escape") { input.value = input.last; input.select(); return; }
    if (event.key === "Delete" && whole) { event.preventDefault(); note([[input, ""]]); return; }
    var move = moves[event.key];
    if (move) {
      event.preventDefault();
      note([[input, input.value]]);
      go(r + move[0], c + move[1]);
    }
  });
  table.addEventListener("paste", function (event) {
    var input = event.target;
    var text = (event.clipboardData || window.clipboardData).getData("text");
    if (!input.place || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) { return; }
    event.preventDefault();
    var lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
    var cells = [];
    var outside = 0;
    lines.forEach(function (line, dr) {
      line.split("\t").forEach(function (value, dc) {
        var r = input.place[0] + dr, c = input.place[1] + dc;
        if (r < rows.length && c < rows[r].inputs.length) { cells.push([rows[r].inputs[c], value.trim()]); }
        else { outside += 1; }
      });
    });
    note(cells);
    if (outside) { said.textContent = outside + " ô dán ra ngoài bảng, không nhận."; }
    else { input.select(); }
  });
  // What was typed before this script was there counts as well (autocomplete is off: no browser fills cells by itself).
  note([].concat.apply([], rows.map(function (one) {
    return one.inputs.map(function (input) { return [input, input.value]; });
  })));
  window.addEventListener("beforeunload", function (event) {
    if (document.activeElement && document.activeElement.place) { note([[document.activeElement, document.activeElement.value]]); }
    if (Object.keys(waiting).length) { send(); event.preventDefault(); }
  });
})();
