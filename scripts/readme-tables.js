import { load } from 'js-yaml';

/**
 * What a table needs of an input or output.
 *
 * @typedef {object} Entry
 * @property {string} description Markdown
 * @property {boolean} [required]
 * @property {string} [default]
 */

/**
 * The README with its two tables as action.yml says; all else stays as it is.
 *
 * @param {string} readme
 * @param {string} actionYaml
 * @returns {string}
 */
export function renderReadme(readme, actionYaml) {
  const action = /** @type {{ inputs: Record<string, Entry>, outputs: Record<string, Entry> }} */ (load(actionYaml));
  const inputs = Object.entries(action.inputs).map(([name, entry]) => [
    code(name),
    entry.description,
    defaultOf(entry),
  ]);
  const outputs = Object.entries(action.outputs).map(([name, { description }]) => [code(name), description]);
  const withInputs = replaceBetween(readme, 'inputs', table(['Input', 'What it does', 'Default'], inputs));
  return replaceBetween(withInputs, 'outputs', table(['Output', 'What it holds'], outputs));
}

/** @param {Entry} entry */
function defaultOf({ required = false, default: text = '' }) {
  if (required) return 'required';
  return text === '' ? '' : code(text);
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}

/**
 * @param {readonly string[]} headings
 * @param {readonly (readonly string[])[]} rows
 */
function table(headings, rows) {
  const lines = [headings, headings.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return lines.join('\n');
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} content
 */
function replaceBetween(text, name, content) {
  const [begin, end] = [`<!-- ${name}: npm run readme -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for ${name}: ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}
