import { types } from 'node:util';
import vm from 'node:vm';

/**
 * Built-ins that k6's JavaScript engine has since k6 2.3 (docs/facts/k6.md, section 3, K3.12) and Node 20 has not, written
 * from the ECMAScript proposals. They are code of the script's realm, and added where V8 has none of its own.
 */
const source = String.raw`((isNativeError) => {
  const add = (owner, members) => {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(members))) {
      if (Object.hasOwn(owner, name)) continue;
      Object.defineProperty(owner, name, { value, writable: true, enumerable: false, configurable: true });
    }
  };

  const setLike = (other) => {
    if (typeof other !== 'object' || other === null) throw new TypeError('the argument is no set');
    const size = Number(other.size);
    if (Number.isNaN(size)) throw new TypeError('the size of the argument is no number');
    if (size < 0) throw new RangeError('the size of the argument is below 0');
    const { has, keys } = other;
    if (typeof has !== 'function' || typeof keys !== 'function') throw new TypeError('the argument has no has() and keys()');
    const iterate = function* () {
      const iterator = keys.call(other);
      for (let step = iterator.next(); !step.done; step = iterator.next()) yield step.value;
    };
    return { size, has: (value) => Boolean(has.call(other, value)), [Symbol.iterator]: iterate };
  };
  add(Set.prototype, {
    union(given) { const other = setLike(given); return new Set([...this.values(), ...other]); },
    intersection(given) { const other = setLike(given); return new Set([...this.values()].filter(other.has)); },
    difference(given) { const other = setLike(given); return new Set([...this.values()].filter((value) => !other.has(value))); },
    symmetricDifference(given) {
      const result = new Set(this.values());
      for (const value of setLike(given)) this.has(value) ? result.delete(value) : result.add(value);
      return result;
    },
    isSubsetOf(given) {
      const other = setLike(given);
      return this.size <= other.size && [...this.values()].every(other.has);
    },
    isSupersetOf(given) {
      const other = setLike(given);
      return this.size >= other.size && [...other].every((value) => this.has(value));
    },
    isDisjointFrom(given) { return ![...this.values()].some(setLike(given).has); },
  });

  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytesOf = (value) => {
    if (!(value instanceof Uint8Array)) throw new TypeError('this is no Uint8Array');
    return value;
  };
  const textOf = (value) => {
    if (typeof value !== 'string') throw new TypeError('the argument is no string');
    return value;
  };
  const oneOf = (value, allowed) => {
    const found = value === undefined ? allowed[0] : value;
    if (!allowed.includes(found)) throw new TypeError('expected one of ' + allowed.join(', '));
    return found;
  };
  /** Reads at most max bytes; gives them, how much of the text they are, and the error that follows them. */
  const readBase64 = (text, options, max) => {
    const alphabet = oneOf(options?.alphabet, ['base64', 'base64url']);
    const last = oneOf(options?.lastChunkHandling, ['loose', 'strict', 'stop-before-partial']);
    const bytes = [];
    let read = 0;
    let chunk = [];
    const stopped = (error) => ({ bytes, read, error });
    if (max === 0) return stopped();
    const wrong = (what) => stopped(new SyntaxError(what + ' in base64'));
    const take = (count) => {
      const [a, b, c = 0, d = 0] = chunk;
      bytes.push(...[(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d].slice(0, count));
      chunk = [];
    };
    for (let at = 0; at < text.length; at += 1) {
      let digit = text[at];
      if (/[\t\n\f\r ]/.test(digit)) continue;
      if (digit === '=') {
        if (chunk.length < 2) return wrong('a = too early');
        const padding = text.slice(at).replace(/[\t\n\f\r ]/g, '');
        if (padding !== '='.repeat(4 - chunk.length)) {
          if (last === 'stop-before-partial' && padding === '=') return stopped();
          return wrong('wrong padding');
        }
        const [, b, c] = chunk;
        if (last === 'strict' && (chunk.length === 2 ? b & 15 : c & 3)) return wrong('bits left over');
        if (chunk.length - 1 > max - bytes.length) return stopped();
        take(chunk.length - 1);
        read = text.length;
        return stopped();
      }
      if (alphabet === 'base64url') {
        if (digit === '+' || digit === '/') return wrong('a digit of another alphabet');
        digit = digit === '-' ? '+' : digit === '_' ? '/' : digit;
      }
      const value = DIGITS.indexOf(digit);
      if (value < 0) return wrong('an unknown digit');
      const room = max - bytes.length;
      if ((room === 1 && chunk.length === 2) || (room === 2 && chunk.length === 3)) return stopped();
      chunk.push(value);
      if (chunk.length < 4) continue;
      take(3);
      read = at + 1;
      if (bytes.length === max) return stopped();
    }
    if (chunk.length > 0) {
      if (last === 'stop-before-partial') return stopped();
      if (last === 'strict') return wrong('padding missing');
      if (chunk.length === 1) return wrong('a single digit');
      take(chunk.length - 1);
    }
    read = text.length;
    return stopped();
  };
  const readHex = (text, max) => {
    const bytes = [];
    if (text.length % 2 > 0) return { bytes, read: 0, error: new SyntaxError('an odd number of hex digits') };
    let read = 0;
    for (; read < text.length && bytes.length < max; read += 2) {
      const pair = text.slice(read, read + 2);
      if (!/^[0-9a-fA-F]{2}$/.test(pair)) return { bytes, read, error: new SyntaxError('an unknown hex digit') };
      bytes.push(parseInt(pair, 16));
    }
    return { bytes, read };
  };
  const made = ({ bytes, error }) => {
    if (error) throw error;
    return new Uint8Array(bytes);
  };
  const written = (target, { bytes, read, error }) => {
    target.set(bytes);
    if (error) throw error;
    return { read, written: bytes.length };
  };
  add(Uint8Array, {
    fromBase64(text, options) { return made(readBase64(textOf(text), options, Infinity)); },
    fromHex(text) { return made(readHex(textOf(text), Infinity)); },
  });
  add(Uint8Array.prototype, {
    toBase64(options) {
      const bytes = bytesOf(this);
      const alphabet = oneOf(options?.alphabet, ['base64', 'base64url']);
      let text = '';
      for (let at = 0; at < bytes.length; at += 3) {
        const three = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
        const digits = [18, 12, 6, 0].map((shift) => DIGITS[(three >> shift) & 63]).join('');
        const left = bytes.length - at;
        text += left >= 3 ? digits : digits.slice(0, left + 1) + (options?.omitPadding ? '' : '='.repeat(3 - left));
      }
      return alphabet === 'base64' ? text : text.replace(/\+/g, '-').replace(/\//g, '_');
    },
    toHex() { return Array.from(bytesOf(this), (byte) => byte.toString(16).padStart(2, '0')).join(''); },
    setFromBase64(text, options) { return written(this, readBase64(textOf(text), options, bytesOf(this).length)); },
    setFromHex(text) { return written(this, readHex(textOf(text), bytesOf(this).length)); },
  });

  add(Error, { isError(value) { return isNativeError(value); } });

  if (!Object.hasOwn(JSON, 'rawJSON')) {
    const raws = new WeakSet();
    const { stringify, parse } = JSON;
    let used = false;
    add(JSON, {
      rawJSON(given) {
        const text = String(given);
        if (text === '' || /^[\t\n\r ]|[\t\n\r ]$/.test(text) || /^[[{]/.test(text)) throw new SyntaxError('no primitive of JSON');
        parse(text);
        const raw = Object.create(null);
        raw.rawJSON = text;
        raws.add(Object.freeze(raw));
        used = true;
        return raw;
      },
      isRawJSON(value) { return raws.has(value); },
    });
    /** Puts a name in place of each raw value, and the raw text in place of the name. */
    JSON.stringify = { stringify(value, replacer, space) {
      if (!used) return stringify(value, replacer, space);
      const texts = [];
      const name = 'raw ' + Math.random() + ' ';
      const named = function (key, given) {
        const isKey = key !== '' && !Array.isArray(this);
        if (Array.isArray(replacer) && isKey && !replacer.map(String).includes(key)) return undefined;
        const result = typeof replacer === 'function' ? replacer.call(this, key, given) : given;
        return raws.has(result) ? name + (texts.push(result.rawJSON) - 1) : result;
      };
      const text = stringify(value, named, space);
      return text?.replace(new RegExp('"' + name + '(\\d+)"', 'g'), (_found, index) => texts[index]);
    } }.stringify;
  }
})`;

export function addNewerBuiltins(context: vm.Context): void {
  const add = vm.runInContext(source, context) as (isNativeError: (value: unknown) => boolean) => void;
  add((value) => types.isNativeError(value));
}
