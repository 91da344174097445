import type { ConfigChange, ConfigField, InsideComparison } from '../../image/image-comparison.js';
import { printable } from '../../runtime/text.js';

/** As a Dockerfile writes it: what every reader knows. */
const instructions: Readonly<Record<ConfigField, string>> = {
  entrypoint: 'ENTRYPOINT',
  command: 'CMD',
  user: 'USER',
  environment: 'ENV',
  ports: 'EXPOSE',
  volumes: 'VOLUME',
  'working-directory': 'WORKDIR',
  labels: 'LABEL',
  'stop-signal': 'STOPSIGNAL',
  healthcheck: 'HEALTHCHECK',
};

/** What changed inside, as lines of a diff of Dockerfile instructions; every line begins with its sign. */
export function insideLines({ changes }: InsideComparison): readonly string[] {
  const shown = changes.slice(0, maxChanges).flatMap(linesOf);
  const more = changes.length - maxChanges;
  return more <= 0 ? shown : [...shown, `! ${more} more changes`];
}

function linesOf({ field, name, before, now, isHidden }: ConfigChange): readonly string[] {
  if (isHidden) return [`! ${instruction(field, name)}=(changed; the value is hidden, for it may be a secret)`];
  return [
    ...(before === undefined ? [] : [`- ${instruction(field, name, before)}`]),
    ...(now === undefined ? [] : [`+ ${instruction(field, name, now)}`]),
  ];
}

function instruction(field: ConfigField, name: string | undefined, value?: string): string {
  const words = instructions[field];
  if (name === undefined) return `${words} ${printable(value ?? '', maxValueCharacters)}`.trimEnd();
  const isPair = field === 'environment' || field === 'labels';
  const shownName = printable(name, maxValueCharacters);
  return `${words} ${shownName}${isPair && value !== undefined ? `=${printable(value, maxValueCharacters)}` : ''}`;
}

/** An image has some twenty labels and variables. */
const maxChanges = 40;

/** A line of a screen, and no label of a megabyte. */
const maxValueCharacters = 120;
