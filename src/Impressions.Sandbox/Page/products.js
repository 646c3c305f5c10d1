// What the demonstration shop sells. Ids are those that Personalize would know the items by.
window.products = [
  { id: "HP-101", slug: "aurora-over-ear", name: "Aurora Over-Ear", kind: "headphones", price: 249, hue: 262, text: "Closed-back headphones with thirty hours on one charge." },
  { id: "HP-118", slug: "tundra-studio", name: "Tundra Studio", kind: "headphones", price: 189, hue: 28, text: "Flat and honest, for long days at the desk." },
  { id: "HP-124", slug: "drift-travel", name: "Drift Travel", kind: "headphones", price: 149, hue: 168, text: "Folds flat, and leaves the engine noise outside." },
  { id: "EB-203", slug: "pebble-buds", name: "Pebble Buds", kind: "earbuds", price: 99, hue: 205, text: "Five grams each, and rain does not matter." },
  { id: "EB-217", slug: "sleet-sport", name: "Sleet Sport", kind: "earbuds", price: 119, hue: 340, text: "They stay where they are, whatever you do." },
  { id: "SP-302", slug: "cairn-speaker", name: "Cairn Speaker", kind: "speaker", price: 179, hue: 12, text: "Fills a room from a bookshelf." },
  { id: "SP-315", slug: "ember-portable", name: "Ember Portable", kind: "speaker", price: 89, hue: 42, text: "A whole evening outdoors on one charge." },
  { id: "SP-331", slug: "floe-soundbar", name: "Floe Soundbar", kind: "soundbar", price: 299, hue: 222, text: "Voices you can follow at any volume." },
  { id: "TT-401", slug: "ridge-turntable", name: "Ridge Turntable", kind: "turntable", price: 349, hue: 152, text: "Belt-driven, with a heavy platter." },
];
