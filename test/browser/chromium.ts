import { chromium, type Browser } from 'playwright-core';
import { findCommand, installPackages } from '../../lab/debian-packages';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome'];

/** A headless Chromium that asks nobody for anything. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = find() ?? installed();
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

function find(): string | undefined {
  return COMMANDS.map(findCommand).find(path => path !== undefined);
}

function installed(): string {
  installPackages('chromium', 'fonts-dejavu-core');
  const path = find();
  if (path === undefined) {
    throw new Error(`none of ${COMMANDS.join(', ')} is on the PATH`);
  }
  return path;
}
