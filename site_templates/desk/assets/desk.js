"use strict";
// Comforts of every page of the desk; each works without them.
(function () {
  function busy(form, on) {
    form.querySelectorAll("button").forEach(function (button) { button.disabled = on; });
  }
  document.querySelectorAll("form[data-confirm]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (!window.confirm(form.getAttribute("data-confirm"))) { event.preventDefault(); }
    });
  });
  // An act that signs is sent once, and says what it waits for.
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (event.defaultPrevented) { return; }
      setTimeout(function () { busy(form, true); }, 0);
      var said = document.createElement("p");
      said.className = "hint waiting";
      said.setAttribute("role", "status");
      said.textContent = form.getAttribute("data-once") || "Đang làm; nếu máy hỏi mã PIN thì nhập ở cửa sổ của khoá.";
      form.appendChild(said);
    });
  });
  // A page that the browser kept is shown again as it was: its buttons work.
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) { return; }
    document.querySelectorAll("form[data-once]").forEach(function (form) {
      busy(form, false);
      form.querySelectorAll(".waiting").forEach(function (one) { one.remove(); });
    });
  });
  // How a page looks is remembered in a cookie of this machine: the desk's address changes with every start.
  document.querySelectorAll("[data-look]").forEach(function (button) {
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", on ? "true" : "false");
      document.documentElement.classList.toggle(button.getAttribute("data-class"), on);
      document.cookie = button.getAttribute("data-look") + "=" + (on ? "1" : "0") + "; path=/; max-age=31536000; samesite=strict";
    });
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  document.querySelectorAll("[data-all]").forEach(function (box) {
    box.hidden = false;
    box.closest("label").classList.add("shown");
    box.addEventListener("change", function () {
      box.form.querySelectorAll("[name=nhanh]").forEach(function (one) { one.checked = box.checked; });
    });
  });
})();
// Work beside the desk: the page asks how far it is, and shows itself anew when it is done.
(function () {
  var shown = document.querySelector("[data-progress]");
  if (!shown) { return; }
  function ask() {
    fetch(shown.getAttribute("data-progress"), {
      method: "POST",
      headers: { "content-type": "application/json", "x-hocba": document.body.getAttribute("data-csrf") },
      body: "{}",
    }).then(function (answer) { return answer.json(); }).then(function (said) {
      if (!said.dang) { window.location.reload(); return; }
      shown.querySelector("[data-count]").textContent = said.xong + "/" + (said.tat_ca || "…");
      var bar = shown.querySelector("progress");
      if (said.tat_ca) { bar.max = said.tat_ca; bar.value = said.xong; }
      setTimeout(ask, 700);
    }).catch(function () { setTimeout(ask, 3000); });
  }
  setTimeout(ask, 400);
})();
