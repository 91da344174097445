import type { GlobalArguments } from './arguments.js';
import type { BaseImage } from './base-image.js';
import { shorten, splitAtBlanks, trimSpace } from './characters.js';
import { expand, type WordRules } from './expand.js';
import { flagValues } from './flags.js';
import type { Instruction } from './instructions.js';

/** What a FROM says, its variables expanded. */
export type From =
  | { readonly kind: 'from'; readonly names: Pick<BaseImage, 'written' | 'image' | 'platform'> }
  | { readonly kind: 'problem'; readonly written?: string; readonly message: string };

/** What readFrom needs beside the instruction. */
export interface FromContext {
  readonly globals: GlobalArguments;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly rules: WordRules;
}

/** Source: BuildKit, instructions/parse.go, parseFrom; dockerfile2llb/convert.go, buildDispatchStates. */
export function readFrom(instruction: Instruction, context: FromContext): From {
  const words = splitAtBlanks(instruction.rest);
  const [written] = words;
  if (written === undefined) return { kind: 'problem', message: 'FROM names no image. Write FROM <image>.' };
  const fault = faultOfWords(words);
  if (fault !== undefined) return problem(written, fault, trimSpace(instruction.rest));
  const stranger = instruction.flags.find((flag) => !flag.startsWith('--platform='));
  if (stranger !== undefined)
    return problem(written, `"${shorten(stranger)}" is no flag of FROM. It takes --platform=<platform> alone.`);
  if (instruction.flags.length > 1) return problem(written, '--platform stands there more than once. Keep one.');
  const image = resolve(written, 'the image name', context);
  if (image.kind === 'problem') return problem(written, image.message);
  const [flag] = flagValues(instruction.flags, 'platform');
  const names = { written, image: image.value };
  if (flag === undefined || flag === '') return { kind: 'from', names };
  const platform = resolve(flag, 'the platform', context);
  if (platform.kind === 'problem') return problem(written, `--platform=${shorten(flag)}: ${platform.message}`);
  return { kind: 'from', names: platform.fromBuilder ? names : { ...names, platform: platform.value } };
}

/** Whether the words are those of a FROM. Many a sentence, and many a program, begins with this word and goes on in another way. */
export function isFrom({ rest }: Instruction): boolean {
  const words = splitAtBlanks(rest);
  return words.length > 0 && faultOfWords(words) === undefined;
}

function faultOfWords([, as, name, ...rest]: readonly string[]): string | undefined {
  if (as === undefined) return undefined;
  if (as.toLowerCase() !== 'as' || name === undefined || rest.length > 0) {
    return 'FROM takes an image, or an image AS a name, and nothing else. A comment needs a line of its own.';
  }
  if (/^[a-z][a-z0-9-_.]*$/.test(name.toLowerCase())) return undefined;
  return `"${shorten(name)}" is no name for a stage. It begins with a letter and goes on with letters, digits, "-", "_" and ".".`;
}

type Resolved =
  | { readonly kind: 'value'; readonly value: string; readonly fromBuilder: boolean }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * To BuildKit a variable without a value is nothing: `FROM postgres$SUFFIX` is postgres, and `FROM postgres:$V` fails. To
 * mirror what nobody meant helps no one, so both are problems here.
 */
function resolve(word: string, what: string, context: FromContext): Resolved {
  const expansion = expand(word, context.globals.scope, context.rules);
  if (expansion.kind === 'problem') return { kind: 'problem', message: `${expansion.message}.` };
  const { value, unsetArgument, fromBuilder } = expansion;
  if (unsetArgument !== undefined)
    return {
      kind: 'problem',
      message: `the build argument ${shorten(unsetArgument)} has no value. ${advice(unsetArgument, context)}`,
    };
  if (value === '') return { kind: 'problem', message: `${what} is empty once its variables are expanded.` };
  return { kind: 'value', value, fromBuilder };
}

function advice(name: string, { globals, buildArgs }: FromContext): string {
  const declaration = `ARG ${shorten(name)}`;
  if (globals.declared.has(name))
    return `Give it a default (${declaration}=…) before the first FROM or set it in build-args.`;
  if (buildArgs.has(name))
    return `build-args sets it, but nothing declares it. Add ${declaration} before the first FROM.`;
  return `Give it a default (${declaration}=…) before the first FROM: an ARG that stands behind one is not seen by any.`;
}

function problem(written: string, fault: string, text = written): From {
  return { kind: 'problem', written, message: `FROM ${shorten(text)}: ${fault}` };
}
