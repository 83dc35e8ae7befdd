export { fileFrom } from "./node/file-from.js";
export { fileOf, type FileSource } from "./node/ranged-file.js";
export type { PartFile } from "./node/part-file.js";
export { saveTo, type SavedFile, type SaveOptions } from "./node/save-to.js";
export { safeFileName } from "./result/safe-file-name.js";
