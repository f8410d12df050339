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
})();
