/**
 * A 53-bit hash of a text, from two multiplicative hashes. Ledgers keep hashes in place of texts, because ten
 * thousand ledgers are open at once. Two of a hundred texts in one ledger collide with a probability of about 2^-40.
 */
export function fingerprintOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (high & 0x1f_ffff) * 2 ** 32 + (low >>> 0);
}
