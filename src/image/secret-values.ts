/**
 * Names of what is nobody's business. `KEY` alone is none: images name the public keys that they were checked with (`GPG_KEY`). `TOKENIZERS_…`
 * and `COMPASS` are no secrets either.
 */
const secretNames =
  /pass(?:word|wd|phrase)|(?:^|[^a-z]|db|sql|user|root|admin|redis|ldap|smtp|mail)pass(?![a-z])|(?:[^a-z]|db|sql|user|root|admin)pwd$|[^a-z]pw$|secret|tokens?(?![a-z])|credential|(?:private|api|access|signing|encryption|master|storage|account|service|license|ssh|deploy)[_.-]?key|connection[_.-]?string|(?:^|[^a-z])(?:dsn|jwt|auth|cookie)(?![a-z])/i;

/**
 * Values that are secrets whatever their name: keys of GitHub, GitLab, Slack, AWS, Google, Stripe, OpenAI, npm, PyPI, Docker, DigitalOcean,
 * Hugging Face, SendGrid, Shopify and Atlassian, JSON web tokens, PEM, headers that authorize, hooks of Slack's, signed addresses, and addresses with a user. Source: the prefixes that these services publish for secret scanning.
 */
const secretValues: readonly RegExp[] = [
  /gh[pousr]_\w{16}|github_pat_\w{16}|glpat-[\w-]{16}|xox[abeoprs]-[\w-]{8}|(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}/,
  /AIza[\w-]{30}|ya29\.[\w-]{16}|(?:sk|rk|pk)_(?:live|test)_\w{16}|sk-[\w-]{20}|npm_\w{30}|pypi-[\w-]{16}|dckr_[po]at_[\w-]{16}/,
  /do[opr]_v1_\w{16}|hf_\w{30}|SG\.[\w-]{16}|shp(?:at|ca|pa|ss)_\w{16}|ATATT3[\w-]{16}|eyJ[\w-]{8,1000}\.eyJ/,
  /-----BEGIN /,
  /\b(?:Basic|Bearer)\s+[\w.~+/=-]{12}|hooks\.slack\.com\/\w+\/\w|[?&]sig=[\w%]{8}/,
  /:\/\/[^\s/?#@]{0,1000}@|:\/\/[^\s/@:]{0,200}:[^\s@]{1,200}@/,
];

/** A secret's name and what stands behind it: `password=…`, `{"password":"…"}`, `--password hunter2`, `["--token", "…"]`. */
const secretWords =
  /pass(?:word|wd|phrase|\b)|\bpwd|secret|token|credential|(?:private|api|access|account|shared)[_-]?key/.source;
const assignments: readonly RegExp[] = [
  new RegExp(`(?:${secretWords})[\\w-]{0,20}["']?\\s?[=:]\\s?["']?[^\\s"',=:]`, 'i'),
  new RegExp(`--?[\\w-]{0,20}(?:${secretWords})[\\w-]{0,20}["']?[\\s,]{1,2}["']?[^\\s"',-]`, 'i'),
  // curl's and others' `--user name:password`; of numbers it is a user and a group.
  /(?:^|[\s"'])(?:-u|--user)["']?[\s,=]{1,2}["']?[^\s"',:]{1,100}:(?!\d+["']?(?:[\s,]|$))[^\s"',]/,
];

/** No longer than this is any of them, and looking for them in a megabyte would take its time. */
const maxScannedCharacters = 8_192;

/** Says whether something of this name is likely to be a secret. */
export function soundsSecret(name: string): boolean {
  return secretNames.test(name.slice(0, maxScannedCharacters)) || looksSecret(name);
}

/** Says whether a text is likely to hold a secret, by its beginning: of what is longer no more is ever shown. */
export function holdsSecret(text: string): boolean {
  const start = text.slice(0, maxScannedCharacters);
  return looksSecret(start) || assignments.some((pattern) => pattern.test(start));
}

function looksSecret(text: string): boolean {
  return secretValues.some((pattern) => pattern.test(text));
}
