import { randomBytes, randomUUID } from "node:crypto";

/** 32 lower-case hexadecimal digits, as LDX hub's ids are. */
export function newHexId(): string {
  return randomUUID().replaceAll("-", "");
}

/** A version 7 UUID (RFC 9562) as 32 hexadecimal digits: ids of later jobs are greater. */
export function newGuidV7(nowMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString("hex");
}
