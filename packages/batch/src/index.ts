export { nameKey, outputNames, type NameWish } from "./plan/output-names.js";
