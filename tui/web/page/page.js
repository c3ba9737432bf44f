// What the page does beside the terminal: files both ways, and a connection that is made again. The terminal itself is textual.js.
"use strict";
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const at = (id) => document.getElementById(id);
  const said = (key, values) => words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const tell = (text) => { at("said").textContent = text; at("said").title = text; };
  const terminal = at("terminal");
  const focus = () => document.querySelector(".xterm-helper-textarea")?.focus();

  // -- the connection -------------------------------------------------------------------------------------------------

  const socketAt = new URL("ws", location.href.split(/[?#]/)[0]);
  socketAt.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = socketAt.href;
  let tab = sessionStorage.getItem("kehoach-tab");
  if (!tab) {
    tab = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("kehoach-tab", tab);
  }
  let over = null;
  const native = window.WebSocket;
  window.WebSocket = class extends native {
    constructor(url) {
      super(`${url}&tab=${tab}`);
      this.addEventListener("message", (event) => {
        if (typeof event.data !== "string") return;
        const [kind, told] = JSON.parse(event.data);
        if (kind !== "kehoach") return;
        event.stopImmediatePropagation();
        if (told.over) over = told.over;
        if (told.file) fetched(told.file);
      });
      this.addEventListener("open", () => setTimeout(focus, 0));
      this.addEventListener("close", () => { if (over === null) lost(); else show(over, true); });
    }
  };

  const show = (why, ended) => {
    at("why").textContent = why;
    at("over").hidden = false;
    at("again").hidden = !ended;
    if (ended) at("again").focus();
  };
  at("again").addEventListener("click", () => location.reload());
  const lost = async () => {
    show(words.lost, false);
    for (let wait = 1000; ; wait = Math.min(wait * 1.5, 15000)) {
      await new Promise((done) => setTimeout(done, wait));
      try {
        const answer = await fetch("../files", { cache: "no-store" });
        if (answer.ok) { location.reload(); return; }
        if (answer.status === 401 || answer.status === 403) { show(words.denied, true); return; }
      } catch { /* still nobody there */ }
    }
  };

  // -- files ----------------------------------------------------------------------------------------------------------

  const link = (name) => `../files/${encodeURIComponent(name)}`;
  const fetched = (name) => {
    const anchor = document.createElement("a");
    anchor.href = link(name);
    anchor.download = "";
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    tell(said("fetched", { file: name }));
    if (!at("files").hidden) list();
    focus();
  };
  const size = (bytes) => bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 1048576).toFixed(1)} MiB`;
  const list = async () => {
    const answer = await fetch("../files", { cache: "no-store" });
    const found = answer.ok ? (await answer.json()).files : [];
    at("list").replaceChildren(...found.map((one) => {
      const line = document.createElement("li");
      const anchor = document.createElement("a");
      anchor.href = link(one.name);
      anchor.download = "";
      anchor.textContent = one.folder ? `${one.name}.zip` : one.name;
      const bytes = document.createElement("span");
      bytes.textContent = size(one.size);
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = words.delete;
      remove.addEventListener("click", async () => {
        if (!confirm(said("sure", { file: one.name }))) return;
        await fetch(link(one.name), { method: "DELETE" });
        list();
      });
      line.append(anchor, bytes, remove);
      return line;
    }));
    if (!found.length) at("list").textContent = words.none;
  };
  at("files-button").addEventListener("click", () => {
    at("files").hidden = !at("files").hidden;
    if (at("files").hidden) focus(); else list();
  });
  at("files-close").addEventListener("click", () => { at("files").hidden = true; focus(); });
  const upload = async (files) => {
    for (const file of files) {
      tell(said("uploading", { file: file.name }));
      try {
        const answer = await fetch(`../files?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
        const told = await answer.json();
        tell(answer.ok ? said("uploaded", { file: told.name }) : said("refused", { file: file.name, why: told.why }));
      } catch {
        tell(said("refused", { file: file.name, why: words.failed }));
      }
    }
    if (!at("files").hidden) list();
  };
  at("upload").addEventListener("change", async () => {
    await upload(at("upload").files);
    at("upload").value = "";
    focus();
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      terminal.classList.toggle("over", kind === "dragover");
      if (kind === "drop") upload(event.dataTransfer.files);
    });
  }
})();
