// People sign in to both examples with a real browser, at an OAuth server by other people.
// Usage: node sign_in.mjs ADDRESS CA_FILE FOLDER EXTERNAL_BROWSER OAUTH_WEB_APP [FOLDER_OF_SCREENSHOTS]
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';

const [, , address, caFile, folder, externalBrowser, webApp, screenshots] = process.argv;
const { CHROMIUM = '/usr/bin/chromium', CHROMEDRIVER = '/usr/bin/chromedriver', WEB_APP_CALLBACK } = process.env;
const picture = (name) => (screenshots ? join(screenshots, `${name}.png`) : undefined);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const grants = async () => (await fetch(`${address}/grants`)).json();

// Runs a program; its end comes as { code, out, err }.
function start(program, environment) {
  const child = spawn(program, [], { env: { PATH: process.env.PATH, DATABRICKS_CA_BUNDLE: caFile, DATABRICKS_HOST: address, ...environment } });
  const result = { out: '', err: '' };
  child.stdout.on('data', (data) => { result.out += data; });
  child.stderr.on('data', (data) => { result.err += data; });
  const end = new Promise((resolve) => { child.on('close', (code) => resolve({ code, ...result })); });
  return { child, end, result };
}

// A home with a "browser" that writes down which address it was asked to open.
function home(name) {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'browser'), `#!/bin/sh\nprintf %s "$1" >${path}/opening && mv ${path}/opening ${path}/opened\n`);
  chmodSync(join(path, 'browser'), 0o755);
  return path;
}
async function openedAddress(path) {
  for (let tries = 0; tries < 100 && !existsSync(join(path, 'opened')); tries += 1) await pause(100);
  return readFileSync(join(path, 'opened'), 'utf8');
}

async function runWithBrowser(path, user, agrees) {
  const program = start(externalBrowser, { HOME: path, BROWSER: join(path, 'browser') });
  const browser = await Browser.start(CHROMIUM, CHROMEDRIVER);
  try {
    await browser.open(await openedAddress(path));
    await browser.signIn(user, agrees);
    const done = await program.end;
    await browser.screenshot(picture(`external_browser_${user}`));
    return { ...done, page: await browser.text() };
  } finally {
    program.child.kill();
    await browser.stop();
  }
}

async function desktopTool() {
  const path = home('desktop');
  const first = await runWithBrowser(path, 'alice', true);
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /cluster of alice is RUNNING/);
  assert.ok(!first.page.includes('error'), first.page);

  const cache = join(path, '.config/databricks-sdk-cpp/oauth');
  const files = readdirSync(cache).filter((name) => name.endsWith('.json'));
  assert.equal(files.length, 1);
  assert.equal(statSync(cache).mode & 0o777, 0o700);
  assert.equal(statSync(join(cache, files[0])).mode & 0o777, 0o600);

  const before = await grants();
  await pause(5500);  // the token runs out
  for (let run = 0; run < 2; run += 1) {
    const again = await start(externalBrowser, { HOME: path, BROWSER: '/bin/false' }).end;
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /cluster of alice is RUNNING/);
  }
  const after = await grants();
  assert.equal(after.authorization_code, before.authorization_code, 'nobody signs in again');
  assert.ok(after.refresh_token > before.refresh_token, 'the token is renewed');

  const denied = await runWithBrowser(home('denied'), 'mallory', false);
  assert.equal(denied.code, 1);
  assert.match(denied.err, /access_denied/);
}

async function webApplication() {
  const home = WEB_APP_CALLBACK.replace('/callback', '/');
  const app = start(webApp, { HOME: folder, OAUTH_CLIENT_ID: 'web-app', OAUTH_CLIENT_SECRET: 'planted-secret-of-the-web-app',
    OAUTH_REDIRECT_URL: WEB_APP_CALLBACK });
  for (let tries = 0; tries < 100 && !app.result.out.includes('Open'); tries += 1) await pause(100);
  assert.match(app.result.out, /Open http/, app.result.err);

  const browsers = [];
  try {
    for (const user of ['alice', 'bob']) {
      const browser = await Browser.start(CHROMIUM, CHROMEDRIVER);
      browsers.push(browser);
      await browser.open(home);
      await browser.click('#sign-in');
      await browser.signIn(user);
      await browser.see(`cluster of ${user} is RUNNING`);
      assert.equal(await browser.url(), home);
      await browser.screenshot(picture(`oauth_web_app_${user}`));
    }
    const before = await grants();
    await pause(5500);  // both tokens run out
    for (const [index, user] of ['alice', 'bob'].entries()) {
      await browsers[index].open(home);
      await browsers[index].see(`cluster of ${user} is RUNNING`);
    }
    assert.ok((await grants()).refresh_token >= before.refresh_token + 2, 'both tokens are renewed');

    await browsers[0].open(`${WEB_APP_CALLBACK}?code=stolen&state=guessed`);
    await browsers[0].see('not begun here');
    await browsers[1].click('button');
    await browsers[1].see('Sign in');

    const denying = await Browser.start(CHROMIUM, CHROMEDRIVER);
    browsers.push(denying);
    await denying.open(`${home}sign-in`);
    await denying.signIn('mallory', false);
    await denying.see('access_denied');
    await denying.screenshot(picture('oauth_web_app_denied'));
  } finally {
    app.child.kill();
    for (const browser of browsers) await browser.stop();
  }
}

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';  // of the driver's own looks at the server only
await desktopTool();
await webApplication();
