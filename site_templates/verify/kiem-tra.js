// Reads a copy's code and holds it against what the school has published; the form is that of docs/trust-model.md.
"use strict";
(() => {
  const KNOWN = JSON.parse(document.getElementById("du-lieu").textContent);
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const GROUP = 16, HASH = 32;
  const WORDS = { 101: "Đạt", 102: "Chưa đạt", 103: "Miễn", 255: "–" };
  const LEVELS = ["–", "Tốt", "Khá", "Đạt", "Chưa đạt"];
  const WHY = { thay: "đã có bản khác thay", mat: "đã thu hồi: báo mất", hong: "đã thu hồi: hỏng", sai: "đã thu hồi: cấp sai", khac: "đã thu hồi" };
  const HEADINGS = {
    valid: "Bản do trường cấp, còn giá trị",
    superseded: "Bản do trường cấp nhưng KHÔNG CÒN GIÁ TRỊ",
    invalid: "KHÔNG PHẢI bản do trường cấp",
    undecided: "Chưa kết luận được",
  };

  // --- Text to bytes (RFC 9285) -------------------------------------------------------------------------------------
  function base45(text) {
    const bytes = [];
    for (let at = 0; at < text.length; at += 3) {
      const values = [...text.slice(at, at + 3)].map((letter) => LETTERS.indexOf(letter));
      const number = values.reduce((sum, value, power) => sum + value * 45 ** power, 0);
      const count = values.length - 1;
      if (values.includes(-1) || count === 0 || number >= 256 ** count) throw new Error("mã không đọc được");
      if (count === 2) bytes.push(number >> 8);
      bytes.push(number & 255);
    }
    return Uint8Array.from(bytes);
  }

  // --- Bytes to a slip ----------------------------------------------------------------------------------------------
  function walker(bytes) {
    let at = 0;
    const take = (count) => {
      if (at + count > bytes.length) throw new Error("mã không đọc được");
      at += count;
      return bytes.slice(at - count, at);
    };
    const number = (count = 1) => take(count).reduce((sum, byte) => sum * 256 + byte, 0);
    const text = () => new TextDecoder("utf-8", { fatal: true }).decode(take(number()));
    return { take, number, text, at: () => at };
  }
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const year = (start) => `${2000 + start}-${2001 + start}`;
  const pick = (list, place) => {
    if (list[place] === undefined) throw new Error("mã không đúng dạng");
    return list[place];
  };
  const levels = (byte) => [pick(LEVELS, byte >> 4), pick(LEVELS, byte & 15)];
  const result = (byte) => {
    if (byte <= 100) return byte === 100 ? "10" : `${Math.floor(byte / 10)},${byte % 10}`;
    return pick(WORDS, byte);
  };

  function readSlip(bytes) {
    const walk = walker(bytes);
    if (walk.number() !== 1) throw new Error("mã của một phiên bản khác");
    const slip = { school: hex(walk.take(4)) };
    slip.issued = year(walk.number());
    slip.copy = walk.number(2);
    slip.place = walk.number(2);
    slip.year = year(walk.number());
    slip.version = walk.number();
    slip.pupil = String(walk.number(5)).padStart(10, "0");
    slip.digest = hex(walk.take(16));
    slip.born = new Date(walk.number(2) * 86400000);
    slip.name = walk.text();
    slip.className = walk.text();
    slip.grade = walk.number();
    slip.terms = [levels(walk.number()), levels(walk.number()), levels(walk.number())];
    slip.days = walk.number();
    const ends = walk.number();
    slip.ends = [pick(KNOWN.ket_luan, ends >> 4), pick(KNOWN.danh_hieu, ends & 15)];
    slip.completed = pick(["", "Chưa hoàn thành cấp học", "Hoàn thành cấp học"], walk.number());
    slip.subjects = Array.from({ length: walk.number() }, () => {
      const head = walk.number();
      const row = [pick(KNOWN.mon, head & 127), result(walk.number()), result(walk.number()), result(walk.number())];
      return [...row, head & 128 ? result(walk.number()) : ""];
    });
    slip.text = bytes.slice(0, walk.at());
    const rest = bytes.slice(walk.at());
    if (rest.length % HASH) throw new Error("mã không đúng dạng");
    slip.way = Array.from({ length: rest.length / HASH }, (_, step) => rest.slice(step * HASH, (step + 1) * HASH));
    return slip;
  }

  function readCode(text) {
    if (!text.startsWith("HB1:")) throw new Error("không phải mã của bản học bạ");
    return readSlip(base45(text.slice(4).trimEnd()));
  }

  // --- The Merkle way (RFC 9162) ------------------------------------------------------------------------------------
  async function sha256(...parts) {
    const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
  }
  const node = (left, right) => sha256([1], left, right);
  const split = (count) => 2 ** (Math.ceil(Math.log2(count)) - 1);

  async function rootOf(hashes) {
    if (hashes.length === 1) return hashes[0];
    const half = split(hashes.length);
    return node(await rootOf(hashes.slice(0, half)), await rootOf(hashes.slice(half)));
  }
  async function rootFrom(leaf, place, count, way) {
    if (count === 1) return way.length || place ? null : leaf;
    if (!way.length) return null;
    const half = split(count), below = way.slice(0, -1), beside = way[way.length - 1];
    const inner = place < half ? await rootFrom(leaf, place, half, below) : await rootFrom(leaf, place - half, count - half, below);
    if (inner === null) return null;
    return place < half ? node(inner, beside) : node(beside, inner);
  }
  const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));

  async function leadsTo(slip, batch) {
    const groups = batch.nhom.map(unhex);
    if (slip.place >= batch.so_la || groups.length !== Math.ceil(batch.so_la / GROUP)) return false;
    if (hex(await rootOf(groups)) !== batch.goc_merkle) throw new Error("dữ liệu của trang này bị hỏng: xin lại trang");
    const group = Math.floor(slip.place / GROUP);
    const leaf = await sha256([0], slip.text);
    const found = await rootFrom(leaf, slip.place % GROUP, Math.min(GROUP, batch.so_la - group * GROUP), slip.way);
    return found !== null && hex(found) === hex(groups[group]);
  }

  // --- The word -----------------------------------------------------------------------------------------------------
  const four = (number) => String(number).padStart(4, "0");

  async function judge(text) {
    let slip;
    try {
      slip = readCode(text);
    } catch (error) {
      return { word: "invalid", why: `${error.message}.` };
    }
    const shown = `${four(slip.copy)}/${slip.issued}`;
    if (!globalThis.crypto || !crypto.subtle) return { slip, word: "undecided", why: "Trình duyệt này quá cũ, không tính được mã băm SHA-256." };
    if (slip.school !== KNOWN.lap_so.slice(0, 8)) return { slip, word: "invalid", why: "Mã của trường khác: dùng trang kiểm tra của trường ghi trên bản giấy." };
    const batch = KNOWN.dot.find((one) => one.nam_hoc === slip.issued && one.tu <= slip.copy && slip.copy < one.tu + one.so_ban);
    if (!batch) return { slip, word: "undecided", why: `Danh sách của trang này chưa có bản số ${shown}: bản cấp sau ngày ${KNOWN.ngay}, hoặc là bản giả. Xin trường trang mới hơn.` };
    try {
      if (!(await leadsTo(slip, batch))) return { slip, word: "invalid", why: `Nội dung mã không phải của bản số ${shown} mà trường đã cấp: bản giả hoặc đã bị sửa.` };
    } catch (error) {
      return { slip, word: "undecided", why: `${error.message}.` };
    }
    const gone = KNOWN.ban[`${slip.issued}/${four(slip.copy)}`];
    if (gone) return { slip, proven: true, word: "superseded", why: `Bản số ${shown} ${WHY[gone.ly_do]}${gone.boi ? `: bản số ${gone.boi.split("/").reverse().join("/")}` : ""}.` };
    if (KNOWN.ket_qua.includes(slip.digest)) return { slip, proven: true, word: "superseded", why: `Kết quả năm học ${slip.year} đã được sửa sau khi cấp bản này: xin bản mới.` };
    return { slip, proven: true, word: "valid", why: `So từng số dưới đây với bản giấy; khác một số là bản giấy đã bị sửa. Tính đến ngày ${KNOWN.ngay}.` };
  }

  // --- What people see ----------------------------------------------------------------------------------------------
  function put(parent, tag, text, kind) {
    const made = parent.appendChild(document.createElement(tag));
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }
  function table(parent, heads, rows) {
    const made = put(parent, "table"), head = put(put(made, "thead"), "tr"), body = put(made, "tbody");
    heads.forEach((text, place) => { put(head, "th", text, place ? "n" : "").scope = "col"; });
    rows.forEach((row) => { const line = put(body, "tr"); row.forEach((text, place) => put(line, "td", text, place ? "n" : "")); });
  }
  const day = (moment) => [moment.getUTCDate(), moment.getUTCMonth() + 1].map((part) => String(part).padStart(2, "0")).concat(moment.getUTCFullYear()).join("/");

  function show(found) {
    const place = document.getElementById("ket-qua");
    place.replaceChildren();
    const word = put(place, "p", undefined, `word ${found.word}`);
    word.dataset.word = found.word;
    put(word, "b", HEADINGS[found.word]);
    put(word, "span", found.why);
    if (!found.slip) return;
    const slip = found.slip;
    put(place, "h2", `${slip.name}, sinh ngày ${day(slip.born)}`);
    put(place, "p", `Bản số ${four(slip.copy)}/${slip.issued}. Năm học ${slip.year}, lớp ${slip.className}, khối ${slip.grade}; mã học sinh ${slip.pupil}; khoá sổ lần thứ ${slip.version}.`);
    if (!found.proven) put(place, "p", "Những gì dưới đây chỉ là điều mã ghi, trường chưa xác nhận.", "unproven");
    table(place, ["Môn học, hoạt động giáo dục", "HK I", "HK II", "Cả năm", "Đánh giá lại"], slip.subjects);
    table(place, ["Thời gian", "Học tập", "Rèn luyện"], ["Học kì I", "Học kì II", "Cả năm"].map((name, term) => [name, ...slip.terms[term]]));
    const ends = [`Số buổi nghỉ: ${slip.days === 255 ? "–" : slip.days}`, ...slip.ends, slip.completed];
    put(place, "p", `${ends.filter(Boolean).join(". ")}.`);
  }
  const tell = async (text) => show(await judge(text));
  const missing = (why) => show({ word: "undecided", why });

  // --- Pictures and the camera --------------------------------------------------------------------------------------
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  function codeIn(source, area, size) {
    const scale = Math.min(1, size / Math.max(area.width, area.height));
    canvas.width = Math.max(1, Math.round(area.width * scale));
    canvas.height = Math.max(1, Math.round(area.height * scale));
    pen.drawImage(source, area.x, area.y, area.width, area.height, 0, 0, canvas.width, canvas.height);
    const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = jsQR(pixels.data, pixels.width, pixels.height);
    return found ? found.data : null;
  }
  // The whole picture at several sizes, then its parts: on a whole page the code is small.
  function areasOf(width, height) {
    const found = [[{ x: 0, y: 0, width, height }, 1200], [{ x: 0, y: 0, width, height }, 2000], [{ x: 0, y: 0, width, height }, 700]];
    for (const parts of [2, 3]) {
      for (let row = 0; row < 2 * parts - 1; row += 1) {
        for (let column = 0; column < 2 * parts - 1; column += 1) {
          found.push([{ x: (column * width) / (2 * parts), y: (row * height) / (2 * parts), width: width / parts, height: height / parts }, 1200]);
        }
      }
    }
    return found;
  }
  async function readPicture(file) {
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch {
      return missing("Không mở được tệp này: chọn một ảnh PNG hoặc JPEG.");
    }
    for (const [area, size] of areasOf(picture.width, picture.height)) {
      const text = codeIn(picture, area, size);
      if (text) return tell(text);
    }
    return missing("Không thấy mã QR nào trong ảnh: chụp gần hơn, thẳng và đủ sáng.");
  }

  const video = document.getElementById("hinh"), stopper = document.getElementById("dung");
  let stream = null;
  function stop() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    stopper.hidden = true;
  }
  function look() {
    if (!stream) return;
    const text = video.videoWidth ? codeIn(video, { x: 0, y: 0, width: video.videoWidth, height: video.videoHeight }, 1200) : null;
    if (text) {
      stop();
      tell(text);
    } else {
      setTimeout(look, 150);
    }
  }
  async function start() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } } });
    } catch {
      return missing("Không mở được máy ảnh: trình duyệt không cho phép, hoặc máy không có. Chọn ảnh chụp thay vào đó.");
    }
    video.srcObject = stream;
    video.hidden = false;
    stopper.hidden = false;
    await video.play();
    return look();
  }

  document.getElementById("anh").addEventListener("change", (event) => event.target.files[0] && readPicture(event.target.files[0]));
  document.getElementById("may-anh").addEventListener("click", start);
  stopper.addEventListener("click", stop);
  document.getElementById("kiem").addEventListener("click", () => tell(document.getElementById("van-ban").value.trim()));
})();
