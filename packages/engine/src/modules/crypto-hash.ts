import { createHash, createHmac, type Hash, type Hmac, randomBytes } from 'node:crypto';
import type { Host } from '../vu/host.ts';
import { inputBytes } from './common/bytes.ts';

const algorithms: Readonly<Record<string, string>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
  ripemd160: 'ripemd160',
};

/** The module `k6/crypto`. Node's OpenSSL has no md4. */
export function createCrypto(host: Host) {
  const hashers = Object.fromEntries(
    Object.keys(algorithms).map((name) => [
      name,
      (input: unknown, encoding: unknown) =>
        output(host, createHash(algorithmOf(host, name)).update(inputBytes(host, input)), encoding),
    ]),
  );
  return {
    ...hashers,
    md4(): never {
      throw host.unsupported('md4');
    },
    randomBytes(size: unknown): ArrayBuffer {
      if (!(Number(size) >= 1)) throw host.error('invalid size: randomBytes needs at least 1');
      return host.arrayBuffer(randomBytes(Number(size)));
    },
    hmac(algorithm: unknown, secret: unknown, input: unknown, encoding: unknown): unknown {
      return output(host, hmacOf(host, algorithm, secret).update(inputBytes(host, input)), encoding);
    },
    createHash: (algorithm: unknown) => new Hasher(host, createHash(algorithmOf(host, algorithm))),
    createHMAC(algorithm: unknown, secret: unknown): HmacHasher {
      const key = Uint8Array.from(inputBytes(host, secret));
      const name = algorithmOf(host, algorithm);
      return new HmacHasher(host, () => createHmac(name, key));
    },
  };
}

class Hasher {
  readonly #host: Host;
  readonly #hash: Hash;

  constructor(host: Host, hash: Hash) {
    this.#host = host;
    this.#hash = hash;
  }

  update(input: unknown): void {
    this.#hash.update(inputBytes(this.#host, input));
  }

  /** Gives the digest so far. It may be called more than once, as in k6. */
  digest(encoding: unknown): unknown {
    return output(this.#host, this.#hash.copy(), encoding);
  }
}

/**
 * Like Hasher. Node's HMACs cannot be copied and end with their digest, so each digest is computed from all input anew.
 */
class HmacHasher {
  readonly #host: Host;
  readonly #start: () => Hmac;
  readonly #given: Uint8Array[] = [];

  constructor(host: Host, start: () => Hmac) {
    this.#host = host;
    this.#start = start;
  }

  update(input: unknown): void {
    this.#given.push(Uint8Array.from(inputBytes(this.#host, input)));
  }

  digest(encoding: unknown): unknown {
    const hmac = this.#start();
    for (const bytes of this.#given) hmac.update(bytes);
    return output(this.#host, hmac, encoding);
  }
}

function algorithmOf(host: Host, name: unknown): string {
  if (name === 'md4') throw host.unsupported('md4');
  const found = algorithms[String(name)];
  if (!found) throw host.error(`invalid algorithm: ${String(name)}`);
  return found;
}

function hmacOf(host: Host, algorithm: unknown, secret: unknown): Hmac {
  return createHmac(algorithmOf(host, algorithm), inputBytes(host, secret));
}

function output(host: Host, hash: Hash | Hmac, encoding: unknown): unknown {
  const bytes = hash.digest();
  switch (encoding) {
    case 'hex':
      return bytes.toString('hex');
    case 'base64':
      return bytes.toString('base64');
    case 'base64rawurl':
      return bytes.toString('base64url');
    case 'base64url': {
      const raw = bytes.toString('base64url');
      return raw + '='.repeat((4 - (raw.length % 4)) % 4);
    }
    case 'binary':
      return host.arrayBuffer(bytes);
    default:
      throw host.error(`invalid output encoding: ${String(encoding)}`);
  }
}
