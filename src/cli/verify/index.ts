#!/usr/bin/env node
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { asDynoError } from '../../contract/errors.ts';
import { EXIT } from '../exit-codes.ts';
import { programRoot, programVersion } from '../host/program-files.ts';
import { processTerminal } from '../host/terminal.ts';
import { createNodePorts } from '../node-ports.ts';
import { wrap } from '../output/wrap.ts';
import { readVerifyOptions, VERIFY_HELP } from './options.ts';
import { asMarkdown, summarize, verdictSentence } from './report.ts';
import { runSection } from './run-section.ts';
import { SECTIONS } from './sections/index.ts';
import { lookAround } from './surroundings.ts';
import type { SectionContext, SectionReport } from './types.ts';

const temporary = mkdtempSync(join(tmpdir(), 'dyno-verify-'));
const clean = (): void => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    clean();
    process.exit(EXIT.interrupted);
  });
}
// What a section that was cut off leaves behind is no reason to lose the report.
process.on('unhandledRejection', () => undefined);

const terminal = processTerminal(!process.argv.includes('--no-color'));
try {
  process.exitCode = await verify();
} catch (thrown) {
  const { code, message, nextStep, exitCode } = asDynoError(thrown, 'gpu-verify');
  terminal.say(`${code}  ${message}\n→ ${nextStep}`);
  process.exitCode = exitCode;
} finally {
  clean();
}
process.exit();

async function verify(): Promise<number> {
  const options = readVerifyOptions(process.argv.slice(2));
  if (options.help) {
    terminal.data(VERIFY_HELP);
    return EXIT.done;
  }
  const began = performance.now();
  const ports = createNodePorts({
    dataFolder: join(temporary, 'data'),
    debugging: process.env['DYNO_DEBUG'] === '1',
  });
  // Made first: a folder that cannot be written to is told before minutes have gone.
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  const surroundings = await lookAround(ports, { programRoot, temporary, wantsStandIn: options.standIn });
  terminal.say(
    surroundings.standIn === ''
      ? surroundings.words
      : `Stand-in (${surroundings.standIn}): these figures say nothing of a card. ${surroundings.words}`,
  );
  const shared: SectionContext['shared'] = { probe: null };
  const sections: SectionReport[] = [];
  for (const section of SECTIONS) {
    if (options.only.length > 0 && !options.only.includes(section.id)) continue;
    terminal.say(`${section.title} …`);
    const say = (step: string): void => terminal.redraw(`  ${step}`.slice(0, terminal.columns - 1));
    const report = await runSection(section, { ports, surroundings, shared, say }, () => performance.now());
    terminal.redraw('');
    if (report.outcome !== 'done') terminal.say(`  ${report.outcome}: ${report.reason}`);
    sections.push(report);
  }
  const report = summarize(sections, surroundings, {
    version: programVersion,
    at: new Date(),
    host: hostname(),
    card: cardName(shared.probe, surroundings.hasCard, surroundings.standIn),
    tookMs: performance.now() - began,
  });
  writeFileSync(join(out, 'gpu-verify.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(out, 'gpu-verify.md'), asMarkdown(report));
  terminal.data(checkLines(sections));
  terminal.data(`${verdictSentence(report)}\n${join(out, 'gpu-verify.md')} and .json`);
  return report.verdicts['not met'] === 0 ? EXIT.done : EXIT.runFailed;
}

function cardName(probe: SectionContext['shared']['probe'], hasCard: boolean, standIn: string): string {
  const names = [...new Set((probe?.gpus ?? []).map(({ name }) => name))];
  if (standIn !== '') return `No card: ${standIn} stood in`;
  if (names.length > 0) return names.join(', ');
  return hasCard ? 'A card that could not be probed' : 'No card';
}

function checkLines(sections: readonly SectionReport[]): string {
  const { paint } = terminal;
  const signs = { met: paint.green('✓'), 'not met': paint.red('✗'), 'not judged': paint.dim('–') } as const;
  return sections
    .flatMap(({ checks }) => checks)
    .flatMap(({ what, measured, target, verdict, why }) => [
      `${signs[verdict]} ${what}`,
      ...wrap(`${measured} · target: ${target}${why === '' ? '' : ` · not judged: ${why}`}`, 76).map((line) =>
        paint.dim(`    ${line}`),
      ),
    ])
    .join('\n');
}
