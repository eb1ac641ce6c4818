import { cutSecrets, secretsAmong } from '@/lib/core/redact';
import { examine } from './doctor/examine';
import { exitCodeOf, type Finding, lineOf } from './doctor/judge';
import { report } from './start/settings';

/** `npm run doctor`: what is wrong with this installation, and what to do. --json: for programs. Exit code 1: something is. */
const isJson = process.argv.includes('--json');
const print = (text: string) => process.stdout.write(`${cutSecrets(text, secretsAmong(process.env))}\n`);

try {
  const findings: Finding[] = [];
  for await (const finding of examine()) {
    findings.push(finding);
    if (!isJson) print(lineOf(finding));
  }
  const exitCode = exitCodeOf(findings);
  const warned = findings.filter(({ state }) => state === 'warn').length;
  if (isJson) print(JSON.stringify({ ok: exitCode === 0, findings }, null, 2));
  else if (exitCode === 1) print('\nSomething does not work: see ✗ above.');
  else print(warned > 0 ? '\nNothing is broken; see ! above.' : '\nAll is well.');
  process.exitCode = exitCode;
} catch (error) {
  report(error);
  process.exitCode = 1;
}
