import { type Redact, parseProxyAddress, withoutTrailing } from './text.js';
import type { Environment } from './environment.js';

/** What stands where a secret was, as GitHub's runner writes it. */
const stars = '***';

/**
 * What is shorter is in every text, and to hide it would hide all. GitHub's runner masks whatever it is told; Google's actions leave out what has fewer
 * than four characters (google-github-actions/get-secretmanager-secrets, `min_mask_length`).
 */
const minCharacters = 4;

/**
 * The secrets of a run, and the one way to take them out of a text. A registry, or a proxy before it, may send back what it was sent, and does so in the
 * page that tells of an error.
 */
export class Secrets {
  readonly #known = new Set<string>();
  /** By their first characters: a run may have thousands of tokens, and looks for all of them at once. */
  readonly #byStart = new Map<string, FormsByLength>();

  /** @param onNew told each form of a secret once, before anything can show it */
  constructor(private readonly onNew: (form: string) => void = () => undefined) {}

  add(secret: string): void {
    for (const form of formsOf(secret)) this.#addForm(form);
  }

  /** A user and a password, which are sent together. */
  addPair(username: string, password: string): void {
    this.add(password);
    if (password.trim().length < minCharacters) return;
    for (const form of base64Forms(`${username}:${password}`)) this.#addForm(form);
  }

  readonly redact: Redact = (text) => {
    if (this.#known.size === 0) return text;
    let redacted = '';
    let start = 0;
    for (let at = 0; at + minCharacters <= text.length;) {
      const length = this.#lengthAt(text, at);
      if (length === undefined) {
        at += 1;
        continue;
      }
      redacted += `${text.slice(start, at)}${stars}`;
      at += length;
      start = at;
    }
    return start === 0 ? text : `${redacted}${text.slice(start)}`;
  };

  #addForm(form: string): void {
    if (form.length < minCharacters || this.#known.has(form)) return;
    this.#known.add(form);
    const start = form.slice(0, minCharacters);
    const forms = this.#byStart.get(start) ?? new Map<number, Set<string>>();
    this.#byStart.set(start, forms);
    const ofLength = forms.get(form.length) ?? new Set<string>();
    forms.set(form.length, ofLength.add(form));
    this.onNew(form);
  }

  /** The length of the longest secret that begins there: a secret may begin as another does. */
  #lengthAt(text: string, at: number): number | undefined {
    const forms = this.#byStart.get(text.slice(at, at + minCharacters)) ?? [];
    const lengths = [...forms].flatMap(([length, ofLength]) =>
      ofLength.has(text.slice(at, at + length)) ? [length] : [],
    );
    return lengths.length === 0 ? undefined : Math.max(...lengths);
  }
}

/** All tokens of one service begin alike, and have few lengths. */
type FormsByLength = Map<number, Set<string>>;

/**
 * As it is, as it stands in an address, in a form, in JSON and in a page, and in base64. Of a secret of several lines (a key in JSON) each line, as the runner masks it, but
 * for the braces.
 */
function formsOf(secret: string): readonly string[] {
  const lines = secret
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= minCharacters);
  if (lines.length === 0) return [];
  const encoded = lines.flatMap((line) => [
    ...inAddress(line),
    new URLSearchParams({ '': line }).toString().slice(1),
    JSON.stringify(line).slice(1, -1),
    JSON.stringify(JSON.stringify(line).slice(1, -1)).slice(1, -1),
    inPage(line, pageEntities),
    inPage(line, numericEntities),
  ]);
  return [...lines, ...encoded, ...base64Forms(secret)];
}

function inAddress(text: string): readonly string[] {
  // Half of a pair of surrogates has no form in an address.
  const encoded = encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
  return [encoded, encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase())];
}

/** Also as it stands in an address, and by the letters that need no encoding there (RFC 4648 §5). */
function base64Forms(text: string): readonly string[] {
  // Without the end that only fills it up, and may be left out.
  const plain = withoutTrailing(Buffer.from(text, 'utf8').toString('base64'), '=');
  return [plain, ...inAddress(plain), plain.replaceAll('+', '-').replaceAll('/', '_')];
}

type Entities = Readonly<Record<string, string>>;

const pageEntities: Entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** As Go's templates write them, which most registries are made with. */
const numericEntities: Entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;', '+': '&#43;' };

function inPage(text: string, entities: Entities): string {
  return text.replace(/[&<>"'+]/g, (mark) => entities[mark] ?? mark);
}

const tokenVariables = ['GITHUB_TOKEN', 'GH_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/** Takes note of what the environment holds that is nobody's business: tokens, and the passwords of proxies. */
export function addEnvironment(secrets: Secrets, environment: Environment): void {
  for (const name of tokenVariables) secrets.add(environment[name] ?? '');
  for (const name of proxyVariables) {
    const url = parseProxyAddress(environment[name] ?? '');
    if (url === undefined) continue;
    const { username, password } = url;
    secrets.add(password);
    secrets.addPair(decode(username), decode(password));
  }
}

/**
 * Takes note of logins that somebody wrote into an input, where none belongs: what is wrong with it is told with its words. That is what stands before
 * the last `@` which is not a digest's, whole and in its parts, for a message may quote each.
 */
export function addLogins(secrets: Secrets, inputs: readonly (string | undefined)[]): void {
  for (const item of inputs.flatMap((input) => (input ?? '').split(/[\s,]+/))) {
    const name = item.replace(/@sha\d+:[0-9a-f]*$/i, '');
    const login = name.slice(0, Math.max(name.lastIndexOf('@'), 0)).replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
    if (login !== '') addLogin(secrets, login);
  }
}

function addLogin(secrets: Secrets, login: string): void {
  const colon = login.indexOf(':');
  const password = colon === -1 ? login : login.slice(colon + 1);
  if (colon !== -1) secrets.addPair(login.slice(0, colon), password);
  const parts = colon === -1 ? [] : login.split(/[/@]/);
  // Names become lower case before they are looked at.
  for (const text of [login, password, ...parts]) for (const form of [text, text.toLowerCase()]) secrets.add(form);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
