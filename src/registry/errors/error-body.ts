import * as v from 'valibot';
import { optional } from '../../runtime/optional-field.js';

interface RegistryErrorItem {
  readonly code: string;
  readonly message: string;
}

const itemSchema = v.object({ code: optional(v.string()), message: optional(v.string()) });
const bodySchema = v.object({ errors: v.array(itemSchema) });
const otherSchema = v.union([
  v.pipe(
    v.object({ message: v.string() }),
    v.transform(({ message }) => message),
  ),
  v.pipe(
    v.object({ details: v.string() }),
    v.transform(({ details }) => details),
  ),
  v.pipe(
    v.object({ error_description: v.string() }),
    v.transform((body) => body.error_description),
  ),
  v.pipe(
    v.object({ error: v.string() }),
    v.transform(({ error }) => error),
  ),
]);

/**
 * Reads an error body: OCI's `{errors: [{code, message}]}`, the shapes of token servers and gateways, or an HTML page, of which
 * the words are kept. Source: OCI distribution specification, "Error Codes".
 */
export function parseErrorBody(body: string): { readonly errors: readonly RegistryErrorItem[]; readonly text: string } {
  const json = parseJson(body);
  const oci = v.safeParse(bodySchema, json, { abortEarly: true });
  if (oci.success)
    return {
      errors: oci.output.errors.slice(0, 5).map(({ code = '', message = '' }) => ({ code, message })),
      text: body,
    };
  const other = v.safeParse(otherSchema, json);
  return { errors: [], text: other.success ? other.output : withoutTags(body) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a page says stands at its beginning; more would only be work. */
const maxPageCharacters = 8_192;

function withoutTags(html: string): string {
  return html
    .slice(0, maxPageCharacters)
    .replace(/<(style|script)\b[^>]*>[^<]*<\/\1>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
