/** One challenge of a `WWW-Authenticate` header. Source: RFC 9110 §11.6.1; parameter names in lower case. */
export interface Challenge {
  /** lower case: `bearer`, `basic`, `negotiate` */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Chooses the challenge to answer. Bearer goes first if the registry offers it. After Bearer, never switch to Basic: Harbor offers Basic when a
 * token does not grant enough.
 */
export function chosenChallenge(
  challenges: readonly Challenge[],
  before: Challenge | undefined,
): Challenge | undefined {
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
  return bearer ?? before ?? challenges.find(({ scheme }) => scheme === 'basic');
}

/** A longer header is cut: challenges are shorter. */
const maxHeaderLength = 8_192;

/** What stands at the beginning of what is left of a header. */
export const challengePatterns = {
  parameter: /^[\s,]*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/,
  scheme: /^[\s,]*([!#$%&'*+.^_`|~\w-]+)(?=[\s,]|$)/,
};

/**
 * Reads every challenge of every header, in order. One header may hold several. A scheme may have no parameters. Values are quoted, with escapes, or
 * bare; in bare values registries write characters that RFC 9110 does not allow. What cannot be read is skipped.
 */
export function parseChallenges(
  headers: string | readonly string[] | undefined,
  patterns = challengePatterns,
): readonly Challenge[] {
  const list = headers === undefined ? [] : typeof headers === 'string' ? [headers] : headers;
  return list.flatMap((header) => readChallenges(header.slice(0, maxHeaderLength), patterns));
}

function readChallenges(header: string, patterns: typeof challengePatterns): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let rest = header;
  while (rest !== '') {
    const parameter = patterns.parameter.exec(rest);
    const scheme = parameter === null ? patterns.scheme.exec(rest) : null;
    if (parameter !== null) challenges.at(-1)?.parameters.set((parameter[1] ?? '').toLowerCase(), valueOf(parameter));
    if (scheme !== null) challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
    rest = rest.slice((parameter ?? scheme)?.[0].length ?? 1);
  }
  return challenges;
}

function valueOf(match: RegExpExecArray): string {
  const [, , quoted, bare] = match;
  return bare ?? (quoted ?? '').replace(/\\(.)/g, '$1');
}
