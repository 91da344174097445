import { isDeepStrictEqual } from 'node:util';
import { type Codec, type Outcome, type Written, readWritten } from './codec.js';

interface Split extends Written {
  readonly name: string;
}

/** Says for which answers, and at which cut, a codec reads pieces otherwise than the whole. */
export function splitProblems(codec: Codec, answers: readonly Split[]): readonly string[] {
  return answers.flatMap((answer) => {
    const whole = readWritten(codec, answer);
    const wrong = cutsOf(answer.text).filter((cuts) => !isDeepStrictEqual(readWritten(codec, answer, cuts), whole));
    return wrong.slice(0, 1).map((cuts) => describe(answer, cuts, whole, readWritten(codec, answer, cuts)));
  });
}

/** Byte by byte, and in two at each byte. */
function cutsOf(text: string): readonly (readonly number[])[] {
  const places = Array.from({ length: text.length }, (_, index) => index);
  return [places, ...places.slice(1).map((place) => [place])];
}

function describe({ name, text }: Split, cuts: readonly number[], whole: Outcome, split: Outcome): string {
  const [place = 0] = cuts;
  const where =
    cuts.length > 1 ? 'byte by byte' : `between ${shown(text.slice(0, place))} and ${shown(text.slice(place))}`;
  return `${name}, ${where}: ${JSON.stringify(split)} instead of ${JSON.stringify(whole)}`;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 30)}…${text.slice(-30)}` : text);
}
