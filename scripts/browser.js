/** A real browser takes a picture of a page: any Chrome or Chromium that is on the machine. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @returns {string | undefined} */
export function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    process.env.CHROME_PATH ?? '',
    ...programs.flatMap((program) => folders.map((folder) => join(folder, program))),
    ...applications,
  ];
  return candidates.find((path) => path !== '' && isExecutable(path));
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes the whole page as PNG, as high as it is. Ends the process where there is no browser.
 *
 * @param {string} page path of its HTML
 * @param {string} picture path
 * @param {'light' | 'dark'} [theme]
 */
export function takePicture(page, picture, theme = 'light') {
  const browser = findBrowser();
  if (browser === undefined) {
    console.error(`No browser: looked for ${programs.join(', ')} on PATH. Install one, or set CHROME_PATH.`);
    process.exit(1);
  }
  const profile = mkdtempSync(join(tmpdir(), 'image-mirror-browser-'));
  const width = 824;
  /** @param {readonly string[]} flags */
  const run = (flags) =>
    execFileSync(
      browser,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        `--user-data-dir=${profile}`,
        ...(theme === 'dark'
          ? ['--blink-settings=preferredColorScheme=0']
          : ['--blink-settings=preferredColorScheme=1']),
        ...flags,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 },
    );
  try {
    const height = measure(run, page, width);
    run([`--screenshot=${picture}`, `--window-size=${width},${height}`, pathToFileURL(page).href]);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
  console.log(`${picture}: ${width} pixels wide, ${theme}`);
}

/**
 * How high the page is at this width: the page tells it itself, in its title.
 *
 * @param {(flags: readonly string[]) => string} run
 * @param {string} page
 * @param {number} width
 * @returns {number}
 */
function measure(run, page, width) {
  const probe = `${page}.probe.html`;
  const html = readFileSync(page, 'utf8');
  writeFileSync(
    probe,
    `${html}<script>document.title = 'height ' + Math.ceil(document.body.getBoundingClientRect().height)</script>`,
  );
  try {
    const dumped = run(['--dump-dom', `--window-size=${width},2000`, pathToFileURL(probe).href]);
    return Math.min(Number(/<title>height (\d+)/.exec(dumped)?.[1] ?? 2_000), 12_000);
  } finally {
    rmSync(probe, { force: true });
  }
}
