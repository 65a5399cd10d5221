// A person at a browser (Chromium, driven by chromedriver as in W3C WebDriver), who signs in at the test's OAuth server.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

export class Browser {
  static async start(chromium, chromedriver) {
    const browser = new Browser();
    browser.folder = mkdtempSync(join(tmpdir(), 'sign-in-browser-'));
    browser.port = await freePort();
    browser.driver = spawn(chromedriver, [`--port=${browser.port}`], { stdio: 'ignore' });
    const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--ignore-certificate-errors',
      `--user-data-dir=${browser.folder}`];
    const wanted = { alwaysMatch: { 'goog:chromeOptions': { binary: chromium, args: options } } };
    for (let tries = 0; ; tries += 1) {
      try {
        const { sessionId } = await browser.ask('POST', '/session', { capabilities: wanted });
        browser.session = `/session/${sessionId}`;
        return browser;
      } catch (error) {
        if (tries >= 50 || !String(error.cause ?? '').includes('ECONNREFUSED')) { await browser.stop(); throw error; }
        await pause(100);
      }
    }
  }

  async ask(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`,
      { method, body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  open(url) { return this.ask('POST', `${this.session}/url`, { url }); }
  url() { return this.ask('GET', `${this.session}/url`); }
  async text() {
    return this.ask('POST', `${this.session}/execute/sync`,
      { script: 'return document.body ? document.body.innerText : ""', args: [] });
  }
  // The first element, once it is there.
  async find(selector) {
    for (let tries = 0; ; tries += 1) {
      try {
        return Object.values(await this.ask('POST', `${this.session}/element`, { using: 'css selector', value: selector }))[0];
      } catch (error) {
        if (tries >= 50) throw new Error(`${selector} is not on the page ${await this.url()}:\n${await this.text()}`);
        await pause(100);
      }
    }
  }
  async type(selector, text) {
    await this.ask('POST', `${this.session}/element/${await this.find(selector)}/value`, { text });
  }
  async click(selector) { await this.ask('POST', `${this.session}/element/${await this.find(selector)}/click`); }
  // Waits for a text on the page.
  async see(text) {
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await this.text()).includes(text)) return;
      await pause(100);
    }
    throw new Error(`"${text}" is not on the page ${await this.url()}:\n${await this.text()}`);
  }
  async screenshot(file) {
    if (file) writeFileSync(file, Buffer.from(await this.ask('GET', `${this.session}/screenshot`), 'base64'));
  }
  async stop() {
    if (this.session) await this.ask('DELETE', this.session).catch(() => {});
    this.driver.kill();
    await pause(100);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  // The provider's own pages: who are you, and do you agree?
  async signIn(user, agrees = true) {
    await this.see('Sign-in');
    await this.type('input[name=login]', user);
    await this.type('input[name=password]', 'any');
    await this.click('button[type=submit]');
    await this.see('Authorize');
    await (agrees ? this.click('button[type=submit]') : this.click('a[href$="/abort"]'));
  }
}
