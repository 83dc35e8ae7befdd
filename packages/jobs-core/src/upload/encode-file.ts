/** The file as base64 text, in parts that do not end within three bytes. */
export async function encodeFile(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 3000)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + 3000)));
  return text;
}
