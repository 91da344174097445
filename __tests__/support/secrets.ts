import { createHash } from 'node:crypto';
import { realRegistryPassword } from './real-registries/registry-programs.js';
import { secretMarker } from './registry/auth/secret-marker.js';

/** A password or token for a test, the same for the same name. Every output of the suite is looked through for all of them (looked-through.ts). */
export function secretFor(name: string): string {
  return `${secretMarker}${name}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** As Basic authentication and docker's configuration write a user and a password. */
export function pairInBase64(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

/** That of the real registries has a hash that is a constant, too. */
const beginnings: readonly string[] = [secretMarker, realRegistryPassword];

/**
 * What all of them look like: as they are, which is as they stand in an address, too, and in base64, wherever in the encoded text they begin. Of
 * what is encoded the characters at the ends depend on their neighbours, and are left out.
 */
const looks: readonly string[] = beginnings.flatMap((text) => [
  text,
  ...[0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${'x'.repeat(before)}${text}`).toString('base64url');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6));
  }),
]);

/** Where a text shows a secret: its surroundings, one each. */
export function findSecrets(text: string): readonly string[] {
  return looks.flatMap((look) => {
    const found: string[] = [];
    for (let at = text.indexOf(look); at !== -1; at = text.indexOf(look, at + look.length))
      found.push(text.slice(Math.max(0, at - 60), at + 60));
    return found;
  });
}

/** What GitHub's runner takes for itself, and shows to nobody. */
export function withoutMasks(log: string): string {
  return log.replace(/^::add-mask::.*$/gm, '');
}
