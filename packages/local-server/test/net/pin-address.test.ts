import { expect, it } from "vitest";
import { pinAddress, type PinnedAddress } from "../../src/net/pin-address.js";

const allowedHosts = ["files.example.com", "10.0.0.9", "93.184.216.34"];

async function pin(url: string, addresses: string[] = []): Promise<PinnedAddress | string> {
  const resolve = async (): Promise<PinnedAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return pinAddress(new URL(url), { allowedHosts, resolve }).catch(({ reason }) => reason as string);
}

it("connects to an allowed host's public address, and to no other host", async () => {
  expect(await pin("https://files.example.com/a", ["93.184.216.34"])).toEqual({
    address: "93.184.216.34",
    family: 4,
  });
  expect(await pin("https://93.184.216.34/a")).toEqual({ address: "93.184.216.34", family: 4 });
  expect(await pin("https://example.com/a", ["93.184.216.34"])).toBe("not-allowed");
  expect(await pin("https://files.example.com/a")).toBe("unresolved");
});

it.each([
  "127.0.0.1",
  "10.1.2.3",
  "169.254.169.254",
  "100.64.0.1",
  "192.168.1.1",
  "0.0.0.0",
  "::1",
  "fd00::1",
  "fe80::1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
])("refuses an allowed name that points to %s", async (address) => {
  expect(await pin("https://files.example.com/a", ["93.184.216.34", address])).toBe("private");
});

it("refuses private addresses in the URL, allowed or not, in every notation", async () => {
  for (const host of ["10.0.0.9", "0x0a000009", "167772169", "[::ffff:10.0.0.9]", "169.254.169.254"]) {
    expect(await pin(`https://${host}/a`), host).toBe("private");
  }
});

it("takes this machine by its own names, without asking a name server", async () => {
  expect(await pin("http://localhost:80/a", ["10.0.0.1"])).toEqual({ address: "127.0.0.1", family: 4 });
  expect(await pin("http://127.0.0.2/a")).toEqual({ address: "127.0.0.2", family: 4 });
  expect(await pin("http://[::1]/a")).toEqual({ address: "::1", family: 6 });
  expect(await pin("http://localhost.evil.example/a", ["127.0.0.1"])).toBe("not-allowed");
});
