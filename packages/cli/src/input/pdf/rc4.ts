/** RC4, which Node's OpenSSL no longer has. Fit for nothing but reading old documents. */
export function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => state[index & 0xff] ?? 0;
  const swap = (left: number, right: number): void => {
    [state[left], state[right]] = [at(right), at(left)];
  };
  for (let index = 0, other = 0; index < 256; index += 1) {
    other = (other + at(index) + (key[index % key.length] ?? 0)) & 0xff;
    swap(index, other);
  }
  let index = 0;
  let other = 0;
  return Buffer.from(data).map((byte) => {
    index = (index + 1) & 0xff;
    other = (other + at(index)) & 0xff;
    swap(index, other);
    return byte ^ at(at(index) + at(other));
  }) as Buffer;
}
