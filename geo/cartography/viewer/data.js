// What the page carries, the map that folium made, and what is shown and chosen.

const situation = JSON.parse(document.getElementById("sitmap-situation").textContent);
const ground = JSON.parse(document.getElementById("sitmap-basemap").textContent);

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
let base = "Built-in map";
