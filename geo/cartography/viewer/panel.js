// The panel: its tabs, and the lists of articles and of what has no place.

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const shortFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function dayWords(iso, format) {
  const date = new Date(iso + "T00:00:00Z");
  return Number.isNaN(date.getTime()) ? String(iso) : (format || dayFormat).format(date);
}

function spanWords(start, end) {
  if (!start && !end) return "";
  if (start === end || !end) return dayWords(start);
  if (!start) return "until " + dayWords(end);
  return dayWords(start) + " to " + dayWords(end);
}

function plural(number, one, many) {
  return number.toLocaleString("en") + " " + (number === 1 ? one : many || one + "s");
}

const tabs = new Map();

// A tab makes its content when it is first shown, and again when what it shows has changed.
function addTab(name, title, make) {
  const tab = el("button", { type: "button", role: "tab", id: "tab-" + name, "aria-controls": "pane-" + name, "aria-selected": "false", tabindex: "-1" }, title);
  const heading = name === "evidence" ? null : el("h2", { class: "unseen" }, title);
  const content = el("div");
  const pane = el("section", { role: "tabpanel", id: "pane-" + name, "aria-labelledby": "tab-" + name, tabindex: "0", hidden: true }, heading, content);
  tab.addEventListener("click", () => showTab(name));
  tab.addEventListener("keydown", (event) => moveTab(event, name));
  document.getElementById("tabs").append(tab);
  document.getElementById("sheet").append(pane);
  tabs.set(name, { tab, pane, content, make, stale: true });
}

function showTab(name) {
  for (const [other, { tab, pane }] of tabs) {
    const selected = other === name;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    pane.hidden = !selected;
    if (selected) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  fillTab(name);
  document.getElementById("sheet").scrollTop = 0;
}

function fillTab(name, unseen) {
  const tab = tabs.get(name);
  if ((tab.pane.hidden && !unseen) || !tab.stale) return;
  tab.stale = false;
  tab.content.replaceChildren(...[tab.make()].flat().filter(Boolean));
}

// New content for a tab, with the keyboard's focus where it was.
function refill(name) {
  const focus = document.activeElement && document.activeElement.id;
  tabs.get(name).stale = true;
  fillTab(name);
  if (focus && document.activeElement === document.body) document.getElementById(focus)?.focus();
}

// The row of tabs fades out on the side where it goes on.
function fadeTabs() {
  const row = document.getElementById("tabs");
  const mark = () => {
    row.classList.toggle("before", row.scrollLeft > 3);
    row.classList.toggle("after", row.scrollWidth - row.clientWidth - row.scrollLeft > 3);
  };
  row.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(row);
}

function moveTab(event, name) {
  const names = [...tabs.keys()];
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -names.indexOf(name), End: names.length - 1 - names.indexOf(name) };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const next = names[(names.indexOf(name) + steps[event.key] + names.length) % names.length];
  showTab(next);
  tabs.get(next).tab.focus();
}

function articleList() {
  if (!situation.articles.length) return [el("p", { class: "empty" }, "No articles."), correctionList()];
  return [correctionList(), el("ol", { class: "cards" }, situation.articles.map((article, number) => {
    const open = el("button", { type: "button", class: "link" }, plural(article.claims, "claim"));
    open.addEventListener("click", () => showArticle(number));
    return el("li", { class: "card" }, el("h3", { dir: "auto" }, outward(article.url, article.title)),
      el("p", { class: "meta" }, article.source ? [bdi(article.source), " · "] : null, article.date ? dayWords(article.date) : "undated",
        " · ", article.claims ? [open, " · " + Math.round(100 * article.claims / situation.claims.length) + " % of all"] : "no claims"));
  }))];
}

// What analysts have set right, before what the articles say.
function correctionList() {
  const made = situation.corrections;
  return made.length ? fold("corrections", ["Set right by hand ", count(made.length)],
    el("ul", { class: "cards" }, made.map((words) => el("li", { class: "card corrected", dir: "auto" }, words)))) : null;
}

function unresolvedList() {
  const names = situation.unresolved;
  const parts = names.length ? [
    el("p", {}, "Named in the articles, but not found in the gazetteer or too uncertain to draw."),
    el("ul", { class: "cards" }, names.map((row) => el("li", { class: "card" },
      el("h3", { class: "name", dir: "auto" }, row.name),
      el("p", { class: "meta" }, plural(row.count, "mention"), ": ",
        row.articles.flatMap((number, i) => [i ? "; " : "", bdi(situation.articles[number].title)])),
      row.reason ? el("p", { class: "meta", dir: "auto" }, row.reason) : null))),
  ] : [el("p", { class: "empty" }, "Every name could be placed.")];
  if (situation.undrawn.length) {
    parts.push(el("h3", {}, "Claims without a mark ", count(situation.undrawn.length)),
      el("ol", { class: "cards" }, situation.undrawn.map(([number, reason]) =>
        el("li", { class: "card" }, el("p", { class: "meta" }, "Not drawn: " + reason), claimCard(situation.claims[number])))));
  }
  return parts;
}

// Only the two schemes of the web become links; whatever else a url says stays text.
function outward(url, text) {
  if (!/^https?:\/\/[^\s]+$/i.test(url || "")) return bdi(text);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, bdi(text));
}
