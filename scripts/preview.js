/**
 * Shows the comments of the recorded runs as GitHub shows them: `npm run preview` writes `preview/index.html`. `npm run screenshot` takes a
 * picture of one for the README, with whatever Chrome or Chromium is on the machine.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { takePicture } from './browser.js';

// By `import()`: what a static import does not find ends the program before its first line.
const { renderCommentHtml } = await import('./comment-html.js').catch(tellMissing);

const root = resolve(import.meta.dirname, '..');
const goldens = join(root, '__tests__/report/golden');
const folder = join(root, 'preview');
const styles = readFileSync(createRequire(import.meta.url).resolve('github-markdown-css/github-markdown.css'), 'utf8');

const names = readdirSync(goldens)
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.replace('.md', ''))
  .sort();

/** GitHub's page around a comment: its column is 800 pixels wide, 758 of them for text. */
const frame = `
  body { margin: 0; padding: 16px; background: #fff; font-family: -apple-system, BlinkMacSystemFont, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif; }
  main { width: 800px; margin: 0 auto; }
  main > h1 { font-size: 16px; font-weight: 600; color: #59636e; }
  .comment { border: 1px solid #d1d9e0; border-radius: 6px; margin-bottom: 24px; overflow: hidden; }
  .comment > header { padding: 8px 16px; font-size: 14px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; color: #59636e; }
  .comment > header b { color: #1f2328; }
  .comment > .markdown-body { padding: 16px; font-size: 14px; }
  body.picture { padding: 12px; }
  @media (prefers-color-scheme: dark) {
    body { background: #0d1117; }
    main > h1 { color: #9198a1; }
    .comment, .comment > header { border-color: #3d444d; }
    .comment > header { background: #151b23; color: #9198a1; }
    .comment > header b { color: #f0f6fc; }
  }`;

/**
 * @param {unknown} error
 * @returns {never}
 */
function tellMissing(error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
  console.error('The preview is made by libraries that are not installed yet. Run "npm ci" first, then this again.');
  process.exit(1);
}

/**
 * @param {string} name
 * @returns {string}
 */
function commentOf(name) {
  const html = renderCommentHtml(readFileSync(join(goldens, `${name}.md`), 'utf8'));
  return `<section class="comment"><header><b>github-actions</b> bot commented</header><div class="markdown-body">${html}</div></section>`;
}

/**
 * @param {string} body
 * @param {{ kind?: string, open?: boolean }} [options]
 * @returns {string}
 */
function page(body, { kind = '', open = false } = {}) {
  const shown = open ? body.replaceAll('<details>', '<details open>') : body;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Comments</title><style>${styles}${frame}</style><body class="${kind}"><main>${shown}</main></body></html>`;
}

mkdirSync(folder, { recursive: true });
const all = names.map((name) => `<h1>${name}</h1>${commentOf(name)}`).join('\n');
writeFileSync(join(folder, 'index.html'), page(all));
for (const name of names) writeFileSync(join(folder, `${name}.html`), page(commentOf(name), { kind: 'picture' }));
console.log(`${names.length} comments are in ${join(folder, 'index.html')}`);

const [command, ...wanted] = process.argv.slice(2);
if (command === 'screenshot') {
  const path = join(folder, 'readme.html');
  // The first fold is opened, so that the picture shows what is in it.
  writeFileSync(path, page(commentOf('platform-lost').replace('<details>', '<details open>'), { kind: 'picture' }));
  takePicture(path, join(root, 'docs/comment.png'));
}
if (command === 'pictures') {
  for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    for (const theme of /** @type {const} */ (['light', 'dark'])) {
      takePicture(join(folder, `${name}.html`), join(folder, `${name}-${theme}.png`), theme);
    }
  }
}
