// Texts of standard input, a line each, in the order ICU has for Vietnamese, numbers by their value: what tests/support/icu_order.txt holds.
//
//   node bench/icu_order.mjs < tests/support/icu_order.txt > sorted && mv sorted tests/support/icu_order.txt
//
// The first line says which ICU it was. Run it again when texts are added; tests/model/test_icu_order.py compares our own order with it.
import { readFileSync } from "node:fs";

const collator = new Intl.Collator("vi", { numeric: true });
if (collator.resolvedOptions().locale !== "vi") throw new Error("this node has no Vietnamese");
const texts = readFileSync(0, "utf-8").split("\n").filter((line) => line && !line.startsWith("#"));
console.log(`# ICU ${process.versions.icu}, made by bench/icu_order.mjs`);
for (const text of [...new Set(texts)].sort(collator.compare)) console.log(text);
