/**
 * Lets sqlmap loose on a vulnerable page in front of a private MariaDB, one technique after the other, and shows what the recommended detections
 * make of the audit records.
 *
 *   npx projen lab:sqlmap [--tamper space2comment,randomcase] [--out audit.log]
 */
import { spawn } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { parseArgs } from 'util';
import { toAurora } from './audit-log';
import { AuditTail } from './audit-tail';
import { FIXTURE } from './fixture';
import { startMariaDb } from './mariadb';
import { VulnerablePage } from './vulnerable-page';
import { AuditDetectionSeverity, AuditReplay } from '../src';

const SQLMAP = resolve('build/sqlmap/bin/sqlmap');
const CLIENT = '10.0.3.17';
const PAGED = [AuditDetectionSeverity.HIGH, AuditDetectionSeverity.CRITICAL];

/** The parameters that it tries, a number and a text, and the letters that sqlmap has for its techniques. */
const TARGETS = ['/account?q=1', '/login?q=a@example.com'];
const TECHNIQUES: Record<string, string> = { B: 'boolean-blind', E: 'error', U: 'union', T: 'time' };

async function sqlmap(url: string, technique: string, tamper: string | undefined, home: string): Promise<void> {
  const child = spawn(SQLMAP, [
    '--batch', '--disable-coloring', '--flush-session', `--output-dir=${home}`, '--level=1', '--risk=1', '--time-sec=1', '--threads=4', '--current-user',
    `--technique=${technique}`, `--url=${url}`, ...tamper ? [`--tamper=${tamper}`] : [],
  ], { stdio: 'ignore', env: { ...process.env, HOME: home } });
  return new Promise((done, failed) => child.once('error', failed).once('close', () => done()));
}

async function main(): Promise<void> {
  const { values: { tamper, out } } = parseArgs({ options: { tamper: { type: 'string' }, out: { type: 'string' } } });
  const home = mkdtempSync(join(tmpdir(), 'sqlmap-lab-'));
  const database = startMariaDb('CONNECT,QUERY,TABLE', FIXTURE);
  const page = new VulnerablePage(database);
  const tail = new AuditTail(database);
  const all: string[] = [];
  const unseen: string[] = [];
  try {
    const origin = await page.listen();
    for (const [technique, name] of Object.entries(TECHNIQUES)) {
      for (const target of TARGETS) {
        const before = page.requests;
        await sqlmap(origin + target, technique, tamper, home);
        const lines = await tail.lines(page.requests - before);
        const records = lines.map(line => toAurora(line, tail.count++, { server: database.host, client: CLIENT }));
        all.push(...records);
        const alarms = AuditReplay.of(records).results().filter(result => result.alarms.length > 0);
        const isPaged = alarms.some(({ detection }) => PAGED.includes(detection.severity));
        unseen.push(...isPaged ? [] : [`${name} at ${target}`]);
        console.log(`${name.padEnd(14)} ${target.padEnd(26)} ${String(page.requests - before).padStart(5)} requests  `
          + (alarms.map(({ detection, records: count }) => `${detection.severity} ${detection.detectionId} (${count})`).join(', ') || 'nothing'));
      }
    }
  } finally {
    page.close();
    tail.close();
    rmSync(home, { recursive: true, force: true });
  }
  if (out) {
    writeFileSync(out, all.map(record => `${record}\n`).join(''));
  }
  unseen.forEach(run => console.error(`nobody was paged by ${run}`));
  process.exit(unseen.length > 0 ? 1 : 0);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
