// Puts the font files that the style sheet names beside it: two alphabets, two weights.
import { copyFileSync, mkdirSync } from "node:fs";

const from = "node_modules/@fontsource/ibm-plex-sans/files/";
const to = "static/build/fonts/";

mkdirSync(to, { recursive: true });
for (const alphabet of ["cyrillic", "latin", "latin-ext"]) {
  for (const weight of [400, 600]) {
    const file = `ibm-plex-sans-${alphabet}-${weight}-normal.woff2`;
    copyFileSync(from + file, to + file);
  }
}
