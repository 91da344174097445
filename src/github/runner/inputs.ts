import type { OptionName, OptionTexts } from '../../config/options.js';
import { modeOption, sharedOptions } from '../../config/options.js';

/** Reads the action's inputs, all but the token. */
export function readInputs(getInput: (name: string) => string): OptionTexts {
  const names: readonly OptionName[] = [modeOption.name, ...sharedOptions.map((option) => option.name)];
  return Object.fromEntries(names.map((name) => [name, getInput(name)]));
}
