// The address says what is seen: #day=2017-09-29&at=32.8,12.5,9&hide=places. Opening it shows the same again.

function readLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  const at = (link.get("at") || "").split(",").map(Number);
  return {
    day: /^\d{4}-\d\d-\d\d$/.test(link.get("day") || "") ? link.get("day") : null,
    at: at.length === 3 && at.every(Number.isFinite) && Math.abs(at[0]) <= 85 ? at : null,
    hide: (link.get("hide") || "").split(",").filter((name) => Object.hasOwn(groups, name)),
  };
}

function writeLink() {
  const { lat, lng } = map.getCenter();
  const parts = ["at=" + [lat.toFixed(3), lng.toFixed(3), map.getZoom()].join(",")];
  if (day) parts.unshift("day=" + day);
  const hide = Object.keys(groups).filter((name) => !isShown(name));
  if (hide.length) parts.push("hide=" + hide.join(","));
  try {
    history.replaceState(null, "", "#" + parts.join("&"));
  } catch {
    // In a notebook's frame there is no address to keep.
  }
}

// The view that the address asks for, else the main one.
function openLink() {
  const link = readLink();
  for (const name of link.hide) groups[name].removeFrom(map);
  if (link.at) map.setView([link.at[0], link.at[1]], link.at[2], { animate: false });
  else fit("main");
}
