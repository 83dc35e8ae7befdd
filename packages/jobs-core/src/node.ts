export { fileFrom } from "./node/file-from.js";
export { saveTo, type SavedFile, type SaveOptions } from "./node/save-to.js";
export { safeFileName } from "./safe-file-name.js";
