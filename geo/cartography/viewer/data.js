// What the page carries, the map that folium made, and what is shown and chosen.

// A data block is JSON, or JSON packed with gzip where it is large; nothing is fetched for either.
async function unpacked(id) {
  const block = document.getElementById(id);
  if (block.type === "application/json") return JSON.parse(block.textContent);
  const bytes = Uint8Array.from(atob(block.textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

const situation = await unpacked("sitmap-situation");
const ground = await unpacked("sitmap-basemap");

const map = map_sitmap;
const groups = {
  control: feature_group_control, movements: feature_group_movements, incidents: feature_group_incidents,
  places: feature_group_places, uncertainty: feature_group_uncertainty,
};
const tiles = tile_layers;
const entries = [];
const hidden = new Set();
let shown = null;
let chosen = null;
let settled = false;
let evidence = () => [el("p", { class: "empty" }, "Choose a mark on the map to read what it rests on.")];
let base = "Built-in map";
