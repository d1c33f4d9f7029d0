/**
 * Builds the gallery as the product is built (with its strict policy), shows every state in Chromium, takes pictures and lets axe look.
 * Floor: test support. Run: npx tsx test/support/gallery/shoot.ts [state …]   Pictures: /tmp/touchstone-gallery. Ends with 1 when anything is wrong.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';

const OUT = '/tmp/touchstone-gallery';
const ROOT = resolve(import.meta.dirname, '../../..');
const PORT = 5198;
const SIZES = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
] as const;
const THEMES = ['light', 'dark'] as const;

interface AxeViolation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<readonly string[]> {
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)')) as readonly AxeViolation[];
  return found.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${JSON.stringify(node.target)} ${node.failureSummary ?? violation.help}`.replace(/\s+/g, ' ')),
  );
}

/** In the page, as text: tsx would put names of its own into a function. */
const TOO_WIDE = `(() => {
  const look = (root) => [...root.querySelectorAll('*')].flatMap((element) => {
    const excess = element.scrollWidth - element.clientWidth;
    const scrolls = element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX);
    const wrong = scrolls && excess > 1 && element.clientWidth > 0 && !element.matches('.viewport, pre');
    const inside = element.shadowRoot === null || element.matches('ts-log') ? [] : look(element.shadowRoot);
    return wrong ? [element.localName + '.' + element.className + ' is ' + excess + ' px too wide', ...inside] : inside;
  });
  const page = document.documentElement;
  return [...(page.scrollHeight > page.clientHeight ? ['the page itself can be scrolled'] : []), ...look(document)];
})()`;

/** Neither the page nor a part of it that scrolls may be wider than what is seen of it; lines of the log and PEM may. */
const tooWide = async (page: Page): Promise<readonly string[]> => (await page.evaluate(TOO_WIDE)) as readonly string[];

async function main(only: readonly string[]): Promise<number> {
  const entry = resolve(ROOT, 'test/support/gallery/index.html');
  await build({ root: ROOT, logLevel: 'warn', publicDir: false, build: { outDir: `${OUT}/dist`, emptyOutDir: true, rolldownOptions: { input: entry } } });
  const server = await preview({
    root: ROOT,
    logLevel: 'warn',
    build: { outDir: `${OUT}/dist` },
    preview: { host: '127.0.0.1', port: PORT, strictPort: true },
  });
  const browser = await chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  let wrong = 0;
  let pictures = 0;
  try {
    for (const size of SIZES) {
      for (const theme of THEMES) {
        const page = await browser.newPage({ viewport: { width: size.width, height: size.height }, colorScheme: theme, reducedMotion: 'reduce' });
        const said: string[] = [];
        page.on('console', (message) => {
          if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
        });
        page.on('pageerror', (error) => said.push(String(error)));
        await page.goto(`http://127.0.0.1:${PORT}/test/support/gallery/index.html`);
        await page.evaluate(axeSource);
        const names = (await page.evaluate('window.gallery.names')) as readonly string[];
        for (const name of names.filter((candidate) => only.length === 0 || only.includes(candidate))) {
          await page.evaluate(`window.gallery.show(${JSON.stringify(name)})`);
          await page.waitForTimeout(120);
          await useHands(page, name);
          await page.screenshot({ path: `${OUT}/${name}-${size.name}-${theme}.png` });
          await tall(page, `${OUT}/${name}-${size.name}-${theme}-whole.png`, size);
          pictures++;
          const problems = [...(await violations(page)), ...(await tooWide(page)), ...said.splice(0)];
          for (const problem of problems) console.log(`${name} ${size.name} ${theme}: ${problem}`);
          wrong += problems.length;
        }
        await page.close();
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
  console.log(`${pictures} states drawn, ${wrong} problems; pictures in ${OUT}`);
  return wrong === 0 ? 0 : 1;
}

const HELPERS = `const room = document.querySelector('ts-app').shadowRoot.querySelector('ts-log-room').shadowRoot; const lines = room.querySelector('ts-log').shadowRoot;
const frames = async (count) => { for (let n = 0; n < count; n++) await new Promise(requestAnimationFrame); };
const set = (root, where, value) => { const field = root.querySelector(where); field.value = value; field.dispatchEvent(new Event('input', { bubbles: true })); };
const pick = (root, where, value) => { const field = root.querySelector(where); field.value = value; field.dispatchEvent(new Event('change', { bubbles: true })); };
const point = (target, type, clientX, clientY) => target.dispatchEvent(new PointerEvent(type, { clientX, clientY, button: 0, buttons: type === 'pointerup' ? 0 : 1, pointerType: 'mouse', pointerId: 1, bubbles: true }));`;

/** What was chosen in the room stays when another state is shown. */
const AS_NEW = `for (const choice of ['level', 'tag']) pick(lines, '[data-choice="' + choice + '"]', ''); pick(lines, '[data-choice="times"]', 'host'); pick(lines, '[data-choice="form"]', 'relative'); set(lines, '[data-field="search"]', ''); set(room, '[data-field="send"]', ''); if (lines.querySelector('[data-action="pause-log"]').textContent.includes('Follow')) lines.querySelector('[data-action="pause-log"]').click(); await frames(6);`;

/** Does what the state wants done by hand. Playwright's own evaluation passes the page's policy. */
async function useHands(page: Page, name: string): Promise<void> {
  const script = (await page.evaluate(`window.gallery.hands[${JSON.stringify(name)}] ?? null`)) as string | null;
  if (!name.startsWith('room')) return;
  await page.evaluate(`(async () => { ${HELPERS} ${AS_NEW} await frames(6); ${script ?? ''} })()`);
}

/** The whole of a page that is scrolled in one picture, when it is not longer than anybody would look at. */
async function tall(page: Page, path: string, size: (typeof SIZES)[number]): Promise<void> {
  const height = (await page.evaluate(
    `Math.max(...[...document.querySelector('ts-app').shadowRoot.querySelectorAll('main, .scroll')].map((part) => part.scrollHeight - part.clientHeight))`,
  )) as number;
  if (height <= 0 || height > 8000) return;
  await page.setViewportSize({ width: size.width, height: size.height + height });
  await page.waitForTimeout(60);
  await page.screenshot({ path });
  await page.setViewportSize({ width: size.width, height: size.height });
}

process.exitCode = await main(process.argv.slice(2));
