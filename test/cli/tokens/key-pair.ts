import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Makes the key and certificate of an identity provider in `folder`. */
export function keyPairIn(folder: string, name = 'idp') {
  const key = path.join(folder, `${name}.key.pem`);
  const certificate = path.join(folder, `${name}.pem`);
  const made = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
  execFileSync('openssl', ['req', ...made, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { key, certificate, keyText: readFileSync(key, 'utf8'), certificateText: readFileSync(certificate, 'utf8') };
}
