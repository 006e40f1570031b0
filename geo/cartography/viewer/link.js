// The address says what is seen: #day=2017-09-29&at=32.8,12.5,9&hide=places, and with two
// days beside each other since=2017-09-01&split=0.50. Opening it shows the same again.

function readLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  const at = (link.get("at") || "").split(",").map(Number);
  return {
    day: /^\d{4}-\d\d-\d\d$/.test(link.get("day") || "") ? link.get("day") : null,
    since: /^\d{4}-\d\d-\d\d$/.test(link.get("since") || "") ? link.get("since") : null,
    split: Number(link.get("split")) > 0 && Number(link.get("split")) < 1 ? Number(link.get("split")) : 0.5,
    at: at.length === 3 && at.every(Number.isFinite) && Math.abs(at[0]) <= 85 ? at : null,
    hide: link.has("hide") ? link.get("hide").split(",").filter((name) => Object.hasOwn(groups, name)) : null,
  };
}

function writeLink() {
  const { lat, lng } = map.getCenter();
  const parts = ["at=" + [lat.toFixed(3), lng.toFixed(3), map.getZoom()].join(",")];
  if (day) parts.unshift("day=" + day);
  const hide = Object.keys(groups).filter((name) => !isShown(name));
  if (comparing) parts.push("since=" + since, "split=" + split.toFixed(2));
  if (hide.join() !== usuallyHidden().join()) parts.push("hide=" + hide.join(","));
  try {
    history.replaceState(null, "", "#" + parts.join("&"));
  } catch {
    // In a notebook's frame there is no address to keep.
  }
}

const MANY_PLACES = 60;

// Hundreds of places that are only named would hide the few of which something is told.
function usuallyHidden() {
  return situation.places.filter(isDot).length > MANY_PLACES ? ["places"] : [];
}

function openComparison() {
  const link = readLink();
  if (!link.since || !days.includes(link.since) || link.since >= day) return;
  [comparing, since, split] = [true, link.since, link.split];
}

// The view that the address asks for, else the main one.
function openLink() {
  const link = readLink();
  for (const name of link.hide || usuallyHidden()) groups[name].removeFrom(map);
  if (link.at) map.setView([link.at[0], link.at[1]], link.at[2], { animate: false });
  else fit("main");
}
