import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export interface Certificate {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

export interface CertificateOptions {
  /** Host name that it stands for. */
  host: string;
  /** Who signs it; itself where left out. */
  authority?: Certificate & { privateKey: KeyObject };
  notBefore?: Date;
  notAfter?: Date;
}

const YEAR_MS = 365 * 86_400_000;

/** An X.509 certificate (RFC 5280) over P-256, made on the spot, as Node can read but not make them. */
export function makeCertificate({
  host,
  authority,
  notBefore = new Date(Date.now() - YEAR_MS),
  notAfter = new Date(Date.now() + YEAR_MS),
}: CertificateOptions): Certificate & { privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const isAuthority = authority === undefined;
  const name = nameOf(isAuthority ? "docjobs test authority" : host);
  const extensions = [
    // basicConstraints, critical
    sequence(
      oid(0x55, 0x1d, 0x13),
      der(0x01, [0xff]),
      der(0x04, sequence(...(isAuthority ? [der(0x01, [0xff])] : []))),
    ),
    // subjectAltName: one DNS name
    sequence(oid(0x55, 0x1d, 0x11), der(0x04, sequence(der(0x82, Buffer.from(host))))),
  ];
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [1, ...createHash("sha1").update(host).update(String(Math.random())).digest().subarray(0, 8)]),
    ECDSA_SHA256,
    isAuthority ? name : nameOf("docjobs test authority"),
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", body, authority?.privateKey ?? privateKey);
  const whole = sequence(body, ECDSA_SHA256, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    privateKey,
  };
}

/** One value in DER (X.690). */
function der(tag: number, content: Uint8Array | readonly number[]): Buffer {
  const bytes = Buffer.from(content);
  const { length } = bytes;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), bytes]);
}

function sequence(...items: readonly Uint8Array[]): Buffer {
  return der(0x30, Buffer.concat(items));
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, bytes);
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(commonName)))));
}

/** UTCTime, for the years 1950 to 2049. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

const ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
