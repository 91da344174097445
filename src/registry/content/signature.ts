/** What this program itself writes into addresses: nothing of it is secret, and errors tell of it. */
const ownParameters = new Set(['digest', 'from', 'mount', 'n', 'scope', 'service']);

/** Shorter values are not signatures, and may occur in any sentence. */
const minCharacters = 12;

/**
 * Who has a signed address may read what it leads to, or write. Storages that do not take one say in their error what they were asked, signature and
 * all.
 * @param url that was asked
 */
export function withoutSignatures(text: string, url: URL): string {
  const values = [...url.searchParams].flatMap(([name, value]) => {
    if (ownParameters.has(name)) return [];
    // Decoded, as a parameter of a form, and as a part of an address.
    return [value, new URLSearchParams({ '': value }).toString().slice(1), encodeURIComponent(value)];
  });
  // A registry's own paths name what is asked for; those of a storage may be signed, too.
  const paths = url.pathname.startsWith('/v2/') ? [] : [url.pathname];
  const hidden = [...new Set([...values, ...paths])]
    .filter((value) => value.length >= minCharacters)
    .sort((one, other) => other.length - one.length);
  return hidden.reduce((rest, value) => rest.replaceAll(value, () => '***'), text);
}
